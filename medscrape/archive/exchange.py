"""A request and its response, as they are handed to the archive."""

from dataclasses import dataclass
from datetime import datetime

from medscrape.archive.captured import Headers


@dataclass(frozen=True, slots=True)
class Asked:
    """The request."""

    method: str
    target: str
    """Path and query (RFC 9112 section 3.2.1)."""
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """The response, its body without transfer codings but with content codings."""

    status: int
    headers: Headers
    body: bytes
    reason: str = ""
    ip_address: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, its response, and when that arrived."""

    url: str
    moment: datetime
    asked: Asked
    answer: Answer
    identity: str | None = None
    """The canonical URL that the page is fetched as, for a topic."""
