"""The environment that tests run in unless another is given. Loaded before Django's settings."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("DEMO", "True")
if "VAR_DIR" not in os.environ:
    folder = os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="vastbus-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
