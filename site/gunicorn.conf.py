"""How the product is served: two workers of four threads, with connections kept (docs/drift.md)."""

import os

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


def when_ready(server):
    from config.environment import TRUE

    if os.environ.get("DEMO", "").strip().lower() in TRUE:
        print(
            f"\nVästbus är igång: http://{bind}/\n\n"
            "  Prova som medarbetare        läs en lektion och gör kunskapstestet\n"
            "  Prova som NOSAM-samordnare   läs läget i Angered\n"
            "  Prova som redaktör           ändra en lektion i CMS:et\n\n"
            "Knapparna finns på startsidan. Allt är påhittat. Avsluta: Ctrl+C\n",
            flush=True,
        )
    else:
        print(f"Västbus är igång: http://{bind}/", flush=True)
