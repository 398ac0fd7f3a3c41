"""What was when: the past of one topic, and the difference of any two states of all of them."""

from medscrape.history.diff import Found, diff
from medscrape.history.lineage import line_at, lineage
from medscrape.history.sides import FileSide, ReleaseSide, Side

__all__ = ["FileSide", "Found", "ReleaseSide", "Side", "diff", "line_at", "lineage"]
