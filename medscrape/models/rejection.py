"""A page that gave no record."""

from medscrape.errors import RejectionReason
from medscrape.models.base import Number, Record, Sha256, Url, UtcTime
from medscrape.models.provenance import Capture


class Rejection(Record):
    """A page that should have given a record and did not: it is reported, never dropped."""

    url: Url | None
    """The page's URL; `null` for a saved file that names none."""
    reason: RejectionReason
    """Why, as a code."""
    detail: str
    """Why, as a sentence."""
    http_status: Number | None
    """Status of the response, or `null`."""
    sha256: Sha256 | None
    """Digest of the body, or `null` when there was none."""
    capture: Capture | None
    """The archived response, or `null`."""
    run_id: str | None
    """The run that met the page, or `null`."""
    seen_at: UtcTime
    """When."""
