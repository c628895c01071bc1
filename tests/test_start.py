"""Starting says one clear sentence for each thing that can be wrong, and ends with an error."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
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


@pytest.fixture
def fake_python(tmp_path, no_python):
    """A PATH on which these Pythons are new enough, and do as told when asked to make an
    environment or for the means to do so."""

    def make(*names, ensurepip="exit 0", venv="exit 0"):
        for name in names:
            (tmp_path / "path" / name).write_text(
                f"""#!/bin/sh
                case "$*" in
                    *ensurepip*) {ensurepip};;
                    "-m venv "*) {venv};;
                esac
                exec {sys.executable} "$@"
                """
            )
        return no_python

    return make


def environment_that(copy, pip):
    """A script stands in for the Python of .venv, and does this when asked for pip."""
    (copy / ".venv" / "bin").mkdir(parents=True)
    script = copy / "venv-python"
    script.write_text(f'#!/bin/sh\ncase "$*" in *pip*) {pip};; esac\n')
    script.chmod(0o755)
    (copy / ".venv" / "bin" / "python").symlink_to(script)


@pytest.mark.parametrize(
    ("names", "package"),
    [
        (["python3"], "python3-venv"),
        (["python3.13", "python3.12"], "python3.13-venv"),
        (["python3.12", "python3"], "python3-venv"),
    ],
)
def test_python_that_can_not_make_environments(copy, fake_python, names, package):
    """As on Debian without python3-venv, where `import venv` works."""
    path = fake_python(*names, ensurepip="exit 1")
    sentence = only_sentence(run("sh", "bin/install", "runtime", cwd=copy, PATH=path))
    assert f"installera paketet {package} " in sentence
    assert not (copy / ".venv").exists()


def test_a_python_without_ensurepip_does_not_hide_one_that_has_it(copy, fake_python):
    fake_python("python3.13", ensurepip="exit 1")
    path = fake_python("python3", venv="echo no; exit 1")
    result = run("sh", "bin/install", "runtime", cwd=copy, PATH=path)
    assert result.stderr.splitlines()[-1].endswith("Python-miljö i .venv: no")


def test_environment_that_can_not_be_made_is_not_left(copy, fake_python):
    path = fake_python("python3", venv="mkdir -p .venv/bin; printf 'Disken full\\n\\n'; exit 1")
    result = run("sh", "bin/install", "runtime", cwd=copy, PATH=path)
    assert result.returncode != 0
    assert result.stderr.splitlines()[-1].endswith("Python-miljö i .venv: Disken full")
    assert not (copy / ".venv").exists()


def test_environment_without_pip_is_made_anew(copy, fake_python):
    """Also when it says that everything is installed."""
    environment_that(copy, pip="echo No module named pip >&2; exit 1")
    whole = copy / "whole"
    environment_that(whole, pip="exit 0")
    path = fake_python("python3", venv=f"cp -R {whole}/.venv .venv; exit 0")
    result = run("sh", "bin/install", "runtime", cwd=copy, PATH=path)
    assert result.returncode == 0, result.stderr
    stamp = copy / ".venv" / "installed-runtime"
    assert stamp.exists()

    shutil.copy(stamp, copy / "stamp")
    shutil.rmtree(copy / ".venv")
    environment_that(copy, pip="exit 1")
    shutil.copy(copy / "stamp", stamp)
    assert run("sh", "bin/install", "runtime", cwd=copy, PATH=path).returncode == 0
    assert (copy / ".venv" / "bin" / "python").resolve() == whole / "venv-python"


def test_installed_environment_needs_no_other_python(copy, no_python):
    environment_that(copy, pip="exit 0")
    for _ in range(2):
        result = run("sh", "bin/install", "runtime", cwd=copy, PATH=no_python)
        assert result.returncode == 0
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (
            "ERROR: Failed building editable for vastbus\n"
            "error: failed-wheel-build\n\n× Failed to build\n\nhint: See above for details.\n",
            "Failed building editable for vastbus",
        ),
        (
            "  note: not likely a problem with pip.\nerror: metadata-generation-failed\n\n"
            "note: This is an issue with the package.\nhint: See above for details.\n",
            "metadata-generation-failed",
        ),
        ("ERROR: first\nERROR: second\n    more of it\n\n", "second"),
        ("Segmentation fault\n\nhint: See above for details.\n\n", "Segmentation fault"),
    ],
)
def test_failed_installation_says_what_is_wrong(copy, no_python, log, reason):
    (copy / "log").write_text(log)
    environment_that(copy, pip='case "$*" in *install*) cat log >&2; exit 1;; esac')
    result = run("sh", "bin/install", "runtime", cwd=copy, PATH=no_python)
    assert result.returncode != 0
    assert result.stderr.splitlines()[-1] == f"Installationen misslyckades: {reason}"


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


def test_last_port_in_use(tmp_path):
    with socket.socket() as taken:
        with suppress(OSError):  # in use by another is in use as well
            taken.bind(("127.0.0.1", 65535))
            taken.listen()
        sentence = only_sentence(serve(tmp_path, PORT="65535"))
    assert "är upptagen" in sentence
    assert "PORT=65534 " in sentence


@pytest.mark.parametrize("host", ["nonsense.invalid", "192.0.2.1", "2001:db8::1", "å" * 70])
def test_host_that_is_not_this_machine(tmp_path, host):
    sentence = only_sentence(serve(tmp_path, HOST=host, PORT="8999"))
    assert sentence.startswith(f"HOST={host} är inte ett namn eller en adress")
    assert "upptagen" not in sentence


def serve_with(change, tmp_path, **environment):
    """`site/serve.py` with a part of it or of the system replaced first."""
    code = f"import socket, sys; sys.path.insert(0, 'site'); import serve\n{change}\nserve.main()"
    return run(sys.executable, "-c", code, VAR_DIR=str(tmp_path), **environment)


def test_port_for_administrators_only(tmp_path):
    """Which ports those are differs, and root may use them all."""
    refuse = "def refuse(*_): raise PermissionError(13, 'Permission denied')"
    change = f"{refuse}\nsocket.socket.bind = refuse"
    sentence = only_sentence(serve_with(change, tmp_path, PORT="80"))
    assert "Port 80 kräver administratörsrättigheter" in sentence
    assert "upptagen" not in sentence


@pytest.mark.parametrize(
    ("environment", "is_demo"),
    [({"DEMO": "1"}, True), ({"DEMO": " Ja"}, True), ({"DEMO": "0", "DEBUG": "True"}, False)],
)
def test_demo_is_read_as_the_settings_read_it(tmp_path, environment, is_demo):
    """By the steps taken before the server would start, and by what it says when it has."""
    change = """
import os, runpy
from unittest.mock import Mock
sys.modules["people.checks"] = Mock()  # asks the database, that is not made here
serve.once = lambda var, name, inputs, step: print(name)
os.execv = lambda *_: runpy.run_path("site/gunicorn.conf.py")["when_ready"](None)"""
    result = serve_with(change, tmp_path, PORT="8999", **environment)
    assert result.returncode == 0, result.stderr
    assert ("simulate" in result.stdout.splitlines()) is is_demo
    assert ("Prova som" in result.stdout) is is_demo


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_nonsense_for_a_port(tmp_path, port):
    assert "PORT ska vara ett tal" in only_sentence(serve(tmp_path, PORT=port))


def test_settings_that_can_not_be_used_leave_nothing_behind(tmp_path):
    sentence = only_sentence(serve(tmp_path, PORT="8999", DEMO="kanske"))
    assert sentence.startswith("Inställningarna går inte att använda")
    assert not (tmp_path / "environment").exists()


@pytest.mark.parametrize("learners", ["abc", "0", "-1"])
def test_nonsense_for_how_many_the_demo_has(tmp_path, learners):
    sentence = only_sentence(serve(tmp_path, PORT="8999", DEMO_LEARNERS=learners))
    assert "DEMO_LEARNERS ska vara ett heltal" in sentence


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
