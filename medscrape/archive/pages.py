"""From a WARC record to the page in it, or to the reason why it holds none."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from fastwarc.warc import WarcRecord, WarcRecordType

from medscrape.archive.captured import BadRecord, Captured, Skipped, header_of, media_type_of
from medscrape.archive.codings import UnreadableBodyError, decoded
from medscrape.archive.digests import expected
from medscrape.archive.messages import Message, response_of
from medscrape.archive.walk import LONGEST_HEAD, read_exactly
from medscrape.models import Capture

IDENTITY = "Medscrape-Canonical-URI"
"""A header field of ours (WARC 1.1 section 4 lets us): the URL that the crawl fetched the page as."""
REFERS_TO_FILE = "WARC-Refers-To-Filename"
REFERS_TO_OFFSET = "WARC-Refers-To-File-Offset"
"""Where the record that a revisit refers to stands: the two header fields that Heritrix writes."""

_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")


@dataclass(frozen=True, slots=True)
class Revisit:
    """A record that stands for an earlier capture with the same body (WARC 1.1 section 6.7)."""

    url: str
    digest: str | None
    """Digest of the body it stands for."""
    referred: Capture | None
    """Where that body is, if the record says."""


def field_of(record: WarcRecord, name: str) -> str | None:
    """A field of a record's header, without the angle brackets that some tools put around URLs, or None."""
    value = record.headers.get(name)
    return value.strip().removeprefix("<").removesuffix(">") if value else None


def moment_of(record: WarcRecord) -> datetime | None:
    """The record's date (WARC 1.1 section 5.4: W3C date-time in UTC), or None."""
    try:
        moment = datetime.fromisoformat(field_of(record, "WARC-Date") or "")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def page_of(record: WarcRecord, capture: Capture, limit: int) -> Captured | Revisit | BadRecord | Skipped:
    """The page in a record: HTML that was answered with status 200."""
    if record.record_type == WarcRecordType.revisit:
        return _revisit_of(record)
    if record.record_type != WarcRecordType.response or not record.is_http:
        return Skipped.NOT_A_RESPONSE
    length = record.content_length
    start = read_exactly(record, min(length, LONGEST_HEAD))
    head = response_of(start)
    if head is None:
        return BadRecord(capture, "without a response in it", field_of(record, "WARC-Target-URI"))
    if head.status != 200:
        return Skipped.OTHER_STATUS
    if media_type_of(head.headers) not in _PAGE_TYPES:
        return Skipped.OTHER_TYPE
    if length > limit + LONGEST_HEAD:
        return BadRecord(capture, f"larger than {limit} bytes", field_of(record, "WARC-Target-URI"))
    return captured_of(record, capture, start + read_exactly(record, length - len(start)), limit)


def captured_of(record: WarcRecord, capture: Capture, block: bytes, limit: int) -> Captured | BadRecord:
    """The response in a record with this block, its digest checked."""
    url = field_of(record, "WARC-Target-URI")
    message = response_of(block)
    if url is None or message is None:
        return BadRecord(capture, "without a URL or a response", url)
    if not _is_sound(record, block, message):
        return BadRecord(capture, "not what its digest says", url)
    try:
        body = decoded(message.headers, message.body, limit)
    except UnreadableBodyError as error:
        return BadRecord(capture, str(error), url)
    return Captured(
        capture=capture,
        url=url,
        status=message.status,
        headers=message.headers,
        body=body,
        fetched_at=moment_of(record),
        identity=field_of(record, IDENTITY),
    )


def _is_sound(record: WarcRecord, block: bytes, message: Message) -> bool:
    """Whether a record is what its digest says; the block's counts, for tools disagree on what a payload is."""
    whole, payload = expected(record.headers.get("WARC-Block-Digest")), record.headers.get("WARC-Payload-Digest")
    wanted, data = (whole, block) if whole else (expected(payload), message.body)
    if wanted is None or (not whole and header_of(message.headers, "Transfer-Encoding")):
        return True
    wanted.hash.update(data)
    return wanted.is_met


def _revisit_of(record: WarcRecord) -> Revisit | Skipped:
    message = response_of(read_exactly(record, min(record.content_length, LONGEST_HEAD)))
    if message is not None and media_type_of(message.headers) not in _PAGE_TYPES | {""}:
        return Skipped.OTHER_TYPE
    url = field_of(record, "WARC-Refers-To-Target-URI") or field_of(record, "WARC-Target-URI")
    return Revisit(url or "", field_of(record, "WARC-Payload-Digest"), _referred(record))


def _referred(record: WarcRecord) -> Capture | None:
    name, offset = field_of(record, REFERS_TO_FILE), field_of(record, REFERS_TO_OFFSET)
    if not name or not _NAME.fullmatch(name) or not offset or not re.fullmatch(r"[0-9]{1,18}", offset):
        return None
    return Capture(file=name, offset=int(offset))
