from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

STARTER = Path(__file__).resolve().parents[2] / "content" / "starter"
_NAMESPACE = uuid5(NAMESPACE_URL, "vastbus-starter")


class StarterError(ValueError):
    """A starter file says something that can not be made into a page; names file and place."""


def key(path: str) -> UUID:
    """The stable key of a page, question or option, from its path in the starter site."""
    return uuid5(_NAMESPACE, path)


def read(name: str) -> Any:
    """The content of one starter file, such as ``register/avsnitt.yaml``."""
    try:
        return yaml.safe_load((STARTER / name).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise StarterError(f"{name}: {error}") from error


def lesson_files(module: str) -> list[tuple[str, str]]:
    """(file name, slug) of a module's lessons in their order."""
    files = sorted((STARTER / "utbildning" / module).glob("[0-9]*.yaml"))
    return [(f"utbildning/{module}/{file.name}", file.stem.split("-", 1)[1]) for file in files]


MODULES = ("organisation", "funktion", "praktiskt-arbete", "sip")
