"""How the product is served: two workers of four threads, with connections kept (docs/drift.md)."""

import os

from gunicorn.glogging import Logger

from config.environment import TRUE
from config.log_lines import JsonLines

is_demo = os.environ.get("DEMO", "").strip().lower() in TRUE


class JsonLogger(Logger):
    """Its own messages hold addresses of visitors, so they go through the same formatter."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


if not is_demo:
    logger_class = JsonLogger
# Read by PostgreSQL's library: better a page that asks to try again than one that never comes.
# Only for the server; a command may take its time.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=5s")
os.environ.setdefault("PGCONNECT_TIMEOUT", "5")

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
worker_class = "gthread"
keepalive = 75
max_requests = 20_000
max_requests_jitter = 2_000
graceful_timeout = 20
timeout = 60
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
# Nobody talks to it, and it would lie in a home folder that the service may not write in.
control_socket_disable = True


def when_ready(server):
    if is_demo:
        print(
            f"\nVästbus är igång: http://{bind}/\n\n"
            "  Prova som medarbetare        läs en lektion och gör kunskapstestet\n"
            "  Prova som NOSAM-samordnare   läs läget i Angered\n"
            "  Prova som redaktör           ändra en lektion i CMS:et\n\n"
            "Knapparna finns på startsidan. Allt är påhittat. Avsluta: Ctrl+C\n",
            flush=True,
        )
