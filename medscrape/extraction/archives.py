"""Records out of WARC files: the archive of a crawl, or anybody's."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from medscrape.archive import BadRecord, Captured, Captures, Skipped, header_of, read
from medscrape.errors import NotATopicError, PageError, RejectionReason
from medscrape.extraction.problems import problem_of, rejection
from medscrape.models import Provenance, Rejection, Topic
from medscrape.parsers import parse_page
from medscrape.vocabulary.sites import absolute, topic_address

Clock = Callable[[], datetime]


def reading_of(found: Captured | BadRecord, name: str, clock: Clock) -> Topic | Rejection | None:
    """What a page of an archive gives: its record, or why there is none; None for a page of another kind.

    An archive holds pages of many kinds; those that are no topics are no rejections. A rejection was seen when its page
    was captured, or by the clock where nothing tells that.
    """
    if isinstance(found, BadRecord):
        return _damaged(found, name, clock())
    try:
        return record_of(found)
    except NotATopicError:
        return None
    except (PageError, ValidationError) as error:
        return _rejected(found, error, name, found.fetched_at or clock())


def lost_revisits(captures: Captures, name: str, clock: Clock) -> Rejection | None:
    """One rejection for all revisit records whose capture is neither in one of the files read nor beside theirs."""
    lost = captures.skipped[Skipped.LOST_REVISIT]
    if not lost:
        return None
    detail = f"{name}: {lost} revisit records stand for captures that are in none of the files at hand"
    return rejection(RejectionReason.NOT_READABLE, detail, clock())


def record_of(captured: Captured) -> Topic:
    """The record of an archived page, as the crawl would make it; raises `PageError` when it gives none."""
    topic = _parsed(captured)
    facts = {
        "source_url": _plain_url(captured.url),
        "fetched_at": captured.fetched_at,
        "http_status": captured.status,
        "etag": header_of(captured.headers, "ETag"),
        "last_modified": header_of(captured.headers, "Last-Modified"),
        "content_type": captured.content_type,
        "capture": captured.capture,
    }
    return topic.with_provenance(topic.provenance.model_copy(update=facts))


def reread(archive: Path, origin: Provenance) -> Topic | BadRecord:
    """The record that the parsers of today make of the body behind a record; its origin stays, but for the reading.

    Raises `PageError` when they make none of it. A `BadRecord` says why the archive does not hold the body.
    """
    if origin.capture is None:
        raise ValueError("a record without a capture cannot be read again")
    found = read(archive, origin.capture)
    if isinstance(found, BadRecord):
        return found
    if sha256(found.body).hexdigest() != origin.sha256:
        return BadRecord(origin.capture, "not the body of the record", found.url)
    topic = _parsed(found)
    reading = {name: getattr(topic.provenance, name) for name in ("encoding", "template", "parser_version")}
    return topic.with_provenance(origin.model_copy(update=reading))


def _parsed(captured: Captured) -> Topic:
    """A page's identity is what the crawl fetched it as; else its own canonical link; else where it was found."""
    if captured.identity or topic_address(captured.url):
        return parse_page(captured.body, captured.identity or captured.url, content_type=captured.content_type)
    try:
        return parse_page(captured.body, None, content_type=captured.content_type)
    except PageError as error:
        if error.reason is not RejectionReason.NO_URL:
            raise
    return parse_page(captured.body, captured.url, content_type=captured.content_type)


def _damaged(bad: BadRecord, name: str, now: datetime) -> Rejection:
    detail = f"{name}: the record at byte {bad.capture.offset} is {bad.detail}"
    blank = rejection(RejectionReason.NOT_READABLE, detail, now)
    return blank.model_copy(update={"url": _plain_url(bad.url or ""), "capture": bad.capture})


def _rejected(captured: Captured, error: PageError | ValidationError, name: str, now: datetime) -> Rejection:
    reason, detail = problem_of(error)
    facts = {
        "url": captured.identity or _plain_url(captured.url),
        "http_status": captured.status,
        "sha256": sha256(captured.body).hexdigest(),
        "capture": captured.capture,
    }
    return rejection(reason, f"{name}: {detail}", now).model_copy(update=facts)


def _plain_url(text: str) -> str | None:
    """The URL, if it is one that a record may carry."""
    return text if absolute(text, "") else None
