"""What comes out of an archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from medscrape.models import Capture

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order of the message."""


def header_of(headers: Headers, name: str) -> str | None:
    """The first value of a header, or None.

    >>> header_of((("ETag", '"a"'), ("etag", '"b"')), "etag")
    '"a"'
    """
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Captured:
    """An archived response with its body as it was meant: transfer and content codings removed."""

    capture: Capture
    """The record that holds the body."""
    url: str
    """The URL that was fetched."""
    status: int
    headers: Headers
    """As stored, the codings that the body no longer has included."""
    body: bytes
    fetched_at: datetime | None
    """When the response arrived; None when the record does not say."""
    identity: str | None
    """The canonical URL that the crawl fetched the page as (on a mirror another one than `url`), if the record says."""

    @property
    def content_type(self) -> str | None:
        """The response's `Content-Type`, verbatim."""
        return header_of(self.headers, "Content-Type")


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A part of a WARC file that cannot be read."""

    capture: Capture
    """Where it begins."""
    detail: str
    """What is wrong with it, as half a sentence."""
    url: str | None = None
    """The URL it is about, where that can be read."""


class Skipped(StrEnum):
    """Why a record is no page."""

    NOT_A_RESPONSE = "not_a_response"
    """Requests, metadata and the like."""
    OTHER_STATUS = "other_status"
    """A status other than 200."""
    OTHER_TYPE = "other_type"
    """Anything but HTML."""
    REVISIT = "revisit"
    """Stands for a capture that is among the files read, and counted there."""
    LOST_REVISIT = "lost_revisit"
    """Stands for a capture that is in none of the files at hand."""


def media_type_of(headers: Headers) -> str:
    """The media type of a message, in lower case, without parameters; empty when it names none.

    >>> media_type_of((("Content-Type", "Text/HTML; charset=utf-8"),))
    'text/html'
    """
    return (header_of(headers, "Content-Type") or "").partition(";")[0].strip().lower()


def values_of(headers: Headers, name: str) -> Iterable[str]:
    """The members of a list-valued header, in lower case (RFC 9110 section 5.6.1)."""
    wanted = name.lower()
    for key, value in headers:
        if key.lower() == wanted:
            yield from (member for part in value.split(",") if (member := part.strip().lower()))
