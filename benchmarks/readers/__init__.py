"""What a user could read the pages with instead, and what each of them finds there."""

from benchmarks.readers.found import Found, Reader
from benchmarks.readers.listing import ours, readers

__all__ = ["Found", "Reader", "ours", "readers"]
