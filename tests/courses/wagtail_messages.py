"""Every text of Wagtail that is given out for translation, read from its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_SCRIPTS = re.compile(r"\.(?:AP|WI)\)\((\"(?:[^\"\\]|\\.)*\")")
"""How the built scripts call gettext and ngettext."""


def server_messages() -> set[str]:
    """What templates and Python give out; of a plural only its singular."""
    found: set[str] = set()
    for folder in wagtail_folders():
        for path in files(folder, "*.py"):
            found |= set(in_python(path))
        for path in files(folder / "templates", "*.html", "*.txt"):
            name = path.relative_to(folder / "templates").as_posix()
            template = engines["django"].engine.get_template(name)
            found |= set(in_nodes(template.nodelist))
    return found


def script_messages() -> set[str]:
    return {
        ast.literal_eval(text)
        for folder in wagtail_folders()
        for path in files(folder / "static", "*.js")
        for text in IN_SCRIPTS.findall(path.read_text(encoding="utf-8"))
    }


def wagtail_folders() -> list[Path]:
    """The installed parts of Wagtail. Its root holds the others: of that only its own."""
    configs = [one for one in apps.get_app_configs() if one.name.startswith("wagtail")]
    folders = [Path(one.path) for one in configs if one.name != "wagtail"]
    root = Path(apps.get_app_config("wagtailcore").path)
    return [*folders, root / "models", root / "blocks", root / "wagtail_hooks.py"]


def files(folder: Path, *patterns: str) -> list[Path]:
    if folder.is_file():
        return [folder] if "*.py" in patterns else []
    found = [path for pattern in patterns for path in folder.rglob(pattern)]
    return [path for path in found if not {"tests", "migrations"} & set(path.parts)]


def in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def in_nodes(nodes: Any) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, BlockTranslateNode):
            yield node.render_token_list(node.singular)[0]
        elif isinstance(node, TranslateNode):
            yield getattr(node.filter_expression.var, "literal", None) or ""
        for name in getattr(node, "child_nodelists", ()):
            yield from in_nodes(getattr(node, name, None) or ())
        for _, inner in getattr(node, "conditions_nodelists", ()):
            yield from in_nodes(inner)
