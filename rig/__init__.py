"""What trials of the running product need: a site of their own on SQLite and PostgreSQL, a server,
and visitors who speak HTTP to it. Used by `torture` and `bench`."""

from __future__ import annotations


class RigError(Exception):
    """The rig itself failed, so nothing can be said of the product. The message is Swedish."""
