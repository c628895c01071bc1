"""The random schedules of tests/courses/test_schedules.py, many more than a run of the tests takes:
one learner's tabs, devices, Back, repeated answers and lost replies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rig import RigError

ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/courses/test_schedules.py"
HELD, BROKEN = 0, 1
"""What pytest exits with. Anything else says nothing of the schedules."""


def hold(number: int) -> bool:
    """Whether ``number`` schedules, other ones each time, end as was acknowledged.

    pytest prints the shortest schedule that does not. Raises RigError when they could not be run.
    """
    with TemporaryDirectory(prefix="vastbus-schedules-") as folder:
        own = {"SCHEDULES": str(number), "DEMO": "True", "VAR_DIR": folder, "LOG_LEVEL": "ERROR"}
        environment = {name: it for name, it in os.environ.items() if name != "DATABASE_URL"}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--basetemp", f"{folder}/tmp", TESTS],
            cwd=ROOT,
            env=environment | own,
        )
    if done.returncode not in (HELD, BROKEN):
        raise RigError("de slumpade förloppen gick inte att köra")
    return done.returncode == HELD
