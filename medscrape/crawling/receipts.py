"""What the archive knows of a request's answer, carried along with the request."""

from dataclasses import dataclass
from datetime import datetime

from scrapy import Request

from medscrape.models import Capture

_RECEIPT = "medscrape_receipt"


@dataclass(frozen=True, slots=True)
class Receipt:
    """That an answer was archived."""

    at: datetime
    """When the answer arrived."""
    capture: Capture
    """The record that holds its body."""


def put_receipt(request: Request, receipt: Receipt | None) -> None:
    """Attaches the receipt of the newest answer; None before there is one."""
    request.meta[_RECEIPT] = receipt


def receipt_of(request: Request) -> Receipt | None:
    """The receipt of the answer to a request; None when there was none."""
    receipt: Receipt | None = request.meta.get(_RECEIPT)
    return receipt
