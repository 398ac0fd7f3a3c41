"""What a difference between two versions of a record means: pure functions of two records."""

from medscrape.changes.causes import Cause, causes
from medscrape.changes.difference import Difference, compare
from medscrape.changes.patches import apply, without_origin

__all__ = ["Cause", "Difference", "apply", "causes", "compare", "without_origin"]
