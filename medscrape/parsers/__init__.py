"""HTML into records: pure functions of the bytes, without network, clock, files or settings."""

from medscrape.errors import RejectedPageError, RejectionReason
from medscrape.models import Topic
from medscrape.parsers.decoding import decode
from medscrape.parsers.document import Document
from medscrape.parsers.record import PARSER_VERSION
from medscrape.parsers.signatures import kind_of_file
from medscrape.parsers.text_dump import is_text_dump, topic_of_dump
from medscrape.parsers.topic import topic_of

__all__ = ["PARSER_VERSION", "parse_page"]


def parse_page(body: bytes | str, url: str | None = None, *, content_type: str | None = None) -> Topic:
    """Everything a topic page says.

    `url` is where the page comes from; without it the page's canonical link is taken. `content_type` is the header of
    the response, if there was one. Raises `PageError` for a page that gives no record, and says why.
    """
    raw = body.encode("utf-8", "replace") if isinstance(body, str) else body
    if kind := kind_of_file(raw):
        raise RejectedPageError(RejectionReason.WRONG_TYPE, f"it is no page but {kind}")
    decoded = decode(body, content_type)
    try:
        if is_text_dump(decoded.source):
            return topic_of_dump(decoded, raw, url)
        return topic_of(Document.of(decoded.source, url), decoded, raw)
    except RecursionError:
        raise RejectedPageError(RejectionReason.NOT_READABLE, "its elements are nested too deeply") from None
