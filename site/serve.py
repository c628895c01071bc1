"""Makes the demo ready and serves it: what `make run` starts. A second start does no work twice."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent
LAST_PORT = 65535
NOT_OF_THIS_MACHINE = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL})


def stop(sentence: str) -> None:
    sys.exit(sentence)


def address() -> tuple[str, int]:
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) <= LAST_PORT:
        stop(f"PORT ska vara ett tal mellan 1 och {LAST_PORT}, inte ”{port}”.")
    return host, int(port)


def refuse_unusable_address(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, TypeError) as error:  # TypeError: nothing that can be a host name
        stop(why_unusable(host, port, error))


def why_unusable(host: str, port: int, error: OSError | TypeError) -> str:
    unknown = isinstance(error, TypeError | socket.gaierror)
    if unknown or getattr(error, "errno", None) in NOT_OF_THIS_MACHINE:
        return (
            f"HOST={host} är inte ett namn eller en adress som den här datorn har; "
            "utelämna HOST eller sätt HOST=127.0.0.1."
        )
    if isinstance(error, PermissionError):
        return (
            f"Port {port} kräver administratörsrättigheter; "
            "välj en port från 1024 och uppåt: PORT=8000 make run"
        )
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        other = port + 1 if port < LAST_PORT else port - 1
        return f"Port {port} på {host} är upptagen; välj en annan: PORT={other} make run"
    return f"Det går inte att ta emot besök på port {port} på {host}: {error}"


def learners() -> int:
    """How many fictional learners the demo has; about as many staff as the worked example counts
    unless told."""
    wanted = os.environ.get("DEMO_LEARNERS", "3000")
    if not wanted.isdecimal() or int(wanted) < 1:
        stop(f"DEMO_LEARNERS ska vara ett heltal från 1 och uppåt, inte ”{wanted}”.")
    return int(wanted)


def remember(var: Path) -> None:
    """Note which kind of site manage.py works on here, once the settings have proved usable."""
    note = var / "environment"
    if not note.exists():
        note.write_text(f"DEMO={os.environ['DEMO']}\n")


def prepare_var(var: Path) -> None:
    """The writable folder."""
    try:
        (var / "done").mkdir(parents=True, exist_ok=True)
        (var / "done" / "prov").write_text("")
    except OSError:
        stop(f"Mappen {var} går inte att skriva i. Sätt VAR_DIR till en mapp där du får skriva.")


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode())
        total.update(file.read_bytes())
    return total.hexdigest()


def once(var: Path, name: str, inputs: Iterable[Path], step: Callable[[], object]) -> None:
    """Do ``step`` unless it was done before with the same ``inputs``."""
    stamp = var / "done" / name
    wanted = digest(inputs)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    step()
    stamp.write_text(wanted)


def make_ready(var: Path) -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
        remember(var)
        fill(var, learners())
    except ImproperlyConfigured as error:
        stop(f"Inställningarna går inte att använda: {error}")


def fill(var: Path, people: int) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from people.checks import refuse_mismatch

    migrations = [*ROOT.glob("*/migrations/*.py"), *SITE.glob("*/migrations/*.py")]
    locks = ROOT / "requirements" / "runtime.txt"
    static = [p for p in (SITE / "static").rglob("*") if p.is_file()]
    once(var, "migrate", [*migrations, locks], lambda: call_command("migrate", verbosity=0))
    refuse_mismatch()
    starter = [*(ROOT / "content" / "starter").rglob("*.yaml"), *(ROOT / "courses").rglob("*.py")]
    once(var, "seed", starter, lambda: say_and("Fyller på innehållet …", "seed"))
    if settings.DEMO:
        once(var, "simulate", [], lambda: simulate(people))
    once(
        var,
        "static",
        [*static, locks],
        lambda: call_command("collectstatic", interactive=False, verbosity=0),
    )


def say_and(sentence: str, command: str) -> None:
    from django.core.management import call_command

    print(sentence, flush=True)  # noqa: T201
    call_command(command)


def simulate(people: int) -> None:
    from django.core.management import call_command

    print("Hittar på medarbetare för demon …", flush=True)  # noqa: T201
    call_command("simulate", learners=people, seed=1)
    call_command("snapshot")


def main() -> None:
    host, port = address()
    refuse_unusable_address(host, port)
    var = Path(os.environ.get("VAR_DIR", SITE / "var")).resolve()
    prepare_var(var)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMO", "True")
    make_ready(var)
    shown = f"[{host}]" if ":" in host else host
    os.environ["BIND"] = f"{shown}:{port}"
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", str(SITE / "gunicorn.conf.py")]
    os.execv(sys.executable, [*gunicorn, "config.wsgi"])  # noqa: S606


if __name__ == "__main__":
    main()
