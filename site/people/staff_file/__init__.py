"""Reading a file of who works where: checked as a whole first, then written as a whole.

``staging`` holds the rows in a temporary file, ``plan`` works out what they change, ``write``
does it. Only ``write`` takes a write lock, and nothing grows in memory with the file.
"""

from .plan import plan, plan_endings
from .staging import Staging, stage
from .write import Summary, write

__all__ = ["Staging", "Summary", "plan", "plan_endings", "stage", "write"]
