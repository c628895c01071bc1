"""Reading the starter site (`content/starter/`, described in docs/startinnehall.md) into pages.

Keyed on `translation_key = uuid5(path)`: the same file is the same page on every machine, and
statistics line up. Idempotent; what an editor has changed or removed is left alone.
"""
