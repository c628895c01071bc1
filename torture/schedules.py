"""The random schedules of tests/courses/test_schedules.py, many more than a run of the tests takes:
one learner's tabs, devices, Back, repeated answers and lost replies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from rig import RigError

ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/courses/test_schedules.py"
PASSED, FAILED = 0, 1
"""What pytest exits with. Anything else says nothing of the schedules, and neither does the second
when it was the test that could not be set up."""
ONE_TEST = {"tests": 1, "failures": 0, "errors": 0, "skipped": 0}


def hold(number: int) -> bool:
    """Whether ``number`` schedules, other ones each time, end as was acknowledged.

    pytest prints the shortest schedule that does not. Raises RigError when they could not be run.
    """
    with TemporaryDirectory(prefix="vastbus-schedules-") as folder:
        own = {"SCHEDULES": str(number), "DEMO": "True", "VAR_DIR": folder, "LOG_LEVEL": "ERROR"}
        environment = {name: it for name, it in os.environ.items() if name != "DATABASE_URL"}
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "--basetemp", f"{folder}/tmp"]
        done = subprocess.run(
            [*command, f"--junit-xml={report}", TESTS], cwd=ROOT, env=environment | own
        )
        ended = _counts(report) if done.returncode in (PASSED, FAILED) else None
    if ended == ONE_TEST:
        return True
    if ended == ONE_TEST | {"failures": 1}:
        return False
    raise RigError("de slumpade förloppen gick inte att köra")


def _counts(report: Path) -> dict[str, int]:
    """How the tests ended, by pytest's own report."""
    try:
        suite = next(ElementTree.parse(report).iter("testsuite"))
    except (OSError, ElementTree.ParseError, StopIteration):
        return {}
    return {name: int(suite.get(name, 0)) for name in ONE_TEST}
