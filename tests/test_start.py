"""Starting says one clear sentence for each thing that can be wrong, and ends with an error."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*command, cwd=ROOT, **environment):
    clean = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SECRET_KEY")}
    return subprocess.run(
        command, cwd=cwd, env={**clean, **environment}, capture_output=True, text=True
    )


def only_sentence(result):
    """The one line on stderr of a command that failed."""
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    lines = [line for line in result.stderr.splitlines() if line]
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.fixture
def copy(tmp_path):
    """The start scripts in a folder of their own, without an installed environment."""
    for name in ("bin", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def no_python(tmp_path):
    """A PATH on which every Python is too old."""
    folder = tmp_path / "path"
    folder.mkdir()
    for name in ("python", "python3", *(f"python3.{minor}" for minor in range(11, 15))):
        script = folder / name
        script.write_text("#!/bin/sh\nexit 1\n")
        script.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def test_wrong_python(copy, no_python):
    sentence = only_sentence(run("sh", "bin/install", "runtime", cwd=copy, PATH=no_python))
    assert "behöver Python 3.11" in sentence


def test_no_network(copy):
    result = run(
        "sh", "bin/install", "runtime", cwd=copy, PYTHON=sys.executable, PIP_RETRIES="0",
        PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_NO_CACHE_DIR="1", PIP_FIND_LINKS="",
    )  # fmt: skip
    assert result.returncode != 0
    assert result.stderr.splitlines()[-1].startswith("Paketen gick inte att hämta")


def test_read_only_folder():
    """Nothing is read-only for root, so root lets nobody try it."""
    nobody = {"user": 65534} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "bin", folder / "bin")
        folder.chmod(0o555)
        result = subprocess.run(
            ["sh", "bin/install", "runtime"], cwd=folder, capture_output=True, text=True, **nobody
        )
        folder.chmod(0o755)
    assert "går inte att skriva i" in only_sentence(result)


def serve(tmp_path, **environment):
    return run(sys.executable, "site/serve.py", VAR_DIR=str(tmp_path), **environment)


def test_port_in_use(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = only_sentence(serve(tmp_path, PORT=str(port)))
    assert f"Port {port} på 127.0.0.1 är upptagen" in sentence


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_nonsense_for_a_port(tmp_path, port):
    assert "PORT ska vara ett tal" in only_sentence(serve(tmp_path, PORT=port))


def test_a_var_folder_that_can_not_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    sentence = only_sentence(serve(tmp_path / "file" / "var", PORT="0" + "1"))
    assert "går inte att skriva i" in sentence


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"DEMO": "kanske"}, "DEMO ska vara True eller False"),
        ({"DEMO": "False"}, "SECRET_KEY saknas"),
        ({"DEMO": "False", "SECRET_KEY": "x" * 60}, "ALLOWED_HOSTS saknas"),
        (
            {"DEMO": "False", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "a.example"},
            "EMAIL_URL saknas",
        ),
        ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL ska börja med"),
        ({"TRUSTED_PROXIES": "två"}, "TRUSTED_PROXIES ska vara ett heltal"),
    ],
)
def test_settings_refuse_nonsense(tmp_path, environment, expected):
    result = run(
        sys.executable, "site/manage.py", "check", **{"VAR_DIR": str(tmp_path), **environment}
    )
    assert expected in only_sentence(result)


def test_a_database_made_as_demo_does_not_start_for_real(tmp_path):
    manage = (sys.executable, "site/manage.py")
    here = {"VAR_DIR": str(tmp_path), "DEMO": "True"}
    assert run(*manage, "migrate", "--verbosity", "0", **here).returncode == 0
    code = "from people.models import SiteMark; SiteMark.objects.create(is_demo=False)"
    assert run(*manage, "shell", "-v", "0", "-c", code, **here).returncode == 0
    sentence = only_sentence(serve(tmp_path, PORT="8999", DEMO="True"))
    assert "demo" in sentence.lower()
