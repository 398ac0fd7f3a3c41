"""Answers that a record is kept on without its body having come again, and checks of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Check(StrEnum):
    """What came of asking whether a page had changed."""

    NOT_MODIFIED = "not_modified"
    """The server says that it has not, and is believed."""
    CONFIRMED = "confirmed"
    """The server says that it has not, and the whole page says the same."""
    CONTRADICTED = "contradicted"
    """The server says that it has not, but it has."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that a record is kept on, where that is not the one its body came with."""

    at: datetime
    http_status: int
    check: Check | None = None
