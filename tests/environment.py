"""The environment that tests run in unless another is given. Loaded before Django's settings."""

import os
import tempfile

os.environ.setdefault("DEMO", "True")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="vastbus-test-"))
