"""The house keeps its shape: layers, import roots, named things in their places."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ["config", "reports", "courses", "quizzes", "content", "people"]
IN_SITE = {"config", "people", "reports"}
FOLDERS = {name: (ROOT / "site" if name in IN_SITE else ROOT) / name for name in LAYERS}
JUNK = {"utils", "helpers", "common", "core"}


def modules(app):
    return sorted(FOLDERS[app].rglob("*.py"))


def imported_roots(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("app", LAYERS)
def test_an_app_imports_only_the_layers_to_its_right(app):
    allowed = set(LAYERS[LAYERS.index(app) :])
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name in imported_roots(path)
        if name in LAYERS and name not in allowed
    ]
    assert wrong == []


def test_a_forbidden_import_would_be_seen(tmp_path):
    (tmp_path / "x.py").write_text("from reports.models import Headcount")
    assert list(imported_roots(tmp_path / "x.py")) == ["reports"]


def test_site_is_a_folder_and_never_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_the_standard_librarys_site_still_works():
    code = "import site, sys; assert 'getsitepackages' in dir(site); print(site.__file__)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert str(ROOT / "site") not in out.stdout


def test_apps_are_imported_by_their_bare_names():
    for app in LAYERS:
        assert importlib.import_module(app).__name__ == app


def test_there_is_no_junk_drawer():
    names = {path.stem for app in LAYERS for path in FOLDERS[app].rglob("*")}
    assert names & JUNK == set()


def test_only_the_sanitiser_knows_bleach():
    knows = [
        path.relative_to(ROOT).as_posix()
        for app in LAYERS
        for path in modules(app)
        if "bleach" in imported_roots(path)
    ]
    assert knows == ["content/sanitise.py"]


def test_templates_have_no_style_attributes_or_inline_scripts():
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text()
        assert "style=" not in text, template
        assert " onclick=" not in text, template
        assert "<script>" not in text, template


def test_files_and_functions_stay_small():
    long_files = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for app in LAYERS
        for path in modules(app)
        if "migrations" not in path.parts and (count := path.read_text().count("\n")) > 300
    ]
    long_functions = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for app in LAYERS
        for path in modules(app)
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]
    assert long_files == []
    assert long_functions == []
