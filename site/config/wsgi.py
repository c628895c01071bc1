import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from people.checks import refuse_mismatch  # noqa: E402 - needs the apps to be loaded

# No database or no tables yet: /status/redo tells, and the process is there to ask.
with suppress(DatabaseError):
    refuse_mismatch()
