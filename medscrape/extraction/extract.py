"""One saved page into a record, or into the reason why it gives none."""

import hashlib
from datetime import datetime

from pydantic import ValidationError

from medscrape.errors import PageError, RejectionReason
from medscrape.extraction.sources import SavedPage
from medscrape.models import Rejection, Topic
from medscrape.parsers import parse_page


def extract(page: SavedPage, now: datetime) -> Topic | Rejection:
    """The record of a saved page, or its rejection; `now` is when the page was looked at."""
    try:
        return parse_page(page.body, page.url)
    except PageError as error:
        return _rejection(page, error.reason, error.detail, now)
    except ValidationError as error:
        first = error.errors()[0]
        detail = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        return _rejection(page, RejectionReason.INVALID_RECORD, detail, now)


def _rejection(page: SavedPage, reason: RejectionReason, detail: str, now: datetime) -> Rejection:
    return Rejection(
        url=page.url,
        reason=reason,
        detail=f"{page.name}: {detail}",
        http_status=None,
        sha256=hashlib.sha256(page.body).hexdigest(),
        capture=None,
        run_id=None,
        seen_at=now,
    )
