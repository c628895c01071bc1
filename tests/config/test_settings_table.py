"""docs/drift.md lists every name that is read from the environment, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = ("config/environment.py", "config/settings.py", "gunicorn.conf.py", "serve.py")
READ = re.compile(
    r'(?:environ[.\w]*[(\[]|env\.\w+\(|boolean\(|whole_number\(|words\()\s*"([A-Z_]+)"'
)
OF_DJANGO = {"DJANGO_SETTINGS_MODULE"}


def test_the_table_of_settings_is_what_the_code_reads():
    read = {name for file in READERS for name in READ.findall((ROOT / "site" / file).read_text())}
    section = (ROOT / "docs" / "drift.md").read_text().split("\n## ")[1]
    listed = re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)
    assert sorted(listed) == sorted(read - OF_DJANGO)
