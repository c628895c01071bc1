class BackupError(Exception):
    """What could not be done; the text says in Swedish why, and what would work."""
