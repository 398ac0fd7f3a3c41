"""Why an input gave no record."""

from datetime import datetime

from pydantic import ValidationError

from medscrape.errors import PageError, RejectionReason
from medscrape.models import Rejection


def problem_of(error: PageError | ValidationError) -> tuple[RejectionReason, str]:
    """The reason behind a parser's complaint, as a code and as a sentence."""
    if isinstance(error, PageError):
        return error.reason, error.detail
    first = error.errors()[0]
    return RejectionReason.INVALID_RECORD, f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def rejection(reason: RejectionReason, detail: str, now: datetime) -> Rejection:
    """A rejection of which nothing else is known."""
    return Rejection(
        url=None,
        reason=reason,
        detail=detail,
        http_status=None,
        sha256=None,
        capture=None,
        run_id=None,
        seen_at=now,
    )
