"""What happened to a record from one release to the next."""

from enum import StrEnum
from typing import Any

from medscrape.models.base import Record, Sha256, Url, UtcTime


class ChangeEvent(StrEnum):
    """What happened."""

    ADDED = "added"
    UPDATED = "updated"
    MOVED = "moved"
    REMOVED = "removed"
    RESTORED = "restored"
    REPARSED = "reparsed"


class Significance(StrEnum):
    """How much a change matters, least first."""

    PARSER = "parser"
    ROUTINE = "routine"
    LINKS = "links"
    CONTENT = "content"


class Change(Record):
    """One line of `changes.jsonl`."""

    run_id: str
    """The run whose release brought the change."""
    detected_at: UtcTime
    """When the release was accepted."""
    event: ChangeEvent
    """What happened."""
    id: str
    """The record's id, after the change."""
    previous_id: str | None
    """For `moved`: the id before; else `null`."""
    url: Url
    """The record's canonical URL."""
    significance: Significance
    """The weightiest of the causes."""
    fields: tuple[str, ...]
    """The places that differ, such as `sections[treatments_and_therapies].links`."""
    patch: tuple[dict[str, Any], ...] | None
    """RFC 6902 operations over the record without `provenance`, `quality` and `content_hash`; `null` for `removed`."""
    before: Sha256 | None
    """Content hash before, or `null`."""
    after: Sha256 | None
    """Content hash after, or `null`."""
