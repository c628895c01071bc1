"""The hard trial of what is promised about answers: `make torture` (docs/hallbarhet.md)."""
