"""Records out of WARC files: the archive of a crawl, or anybody's."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from medscrape.archive import BadRecord, Captured, Captures, Skipped, header_of, read
from medscrape.errors import NotATopicError, PageError, RejectionReason
from medscrape.extraction.problems import problem_of, rejection
from medscrape.models import Capture, Provenance, Rejection, Topic
from medscrape.parsers import parse_page
from medscrape.vocabulary.sites import absolute, topic_address

_ORIGIN = b',"provenance":'


class ArchiveExtraction:
    """Reads WARC files one after the other, with one page in memory.

    An archive holds pages of many kinds; those that are no topics are no rejections here. Revisit records whose capture
    is neither in one of the files read nor beside theirs are told of in one rejection with their number.
    """

    def __init__(self, files: Collection[Path], clock: Callable[[], datetime]) -> None:
        self._files = files
        self._clock = clock
        self._given: set[int] = set()
        self._aliases: dict[str, tuple[str, Path, Capture]] = {}

    def records(self, path: Path) -> Iterator[Topic | Rejection]:
        """The record of every page in a file, and a rejection for what is damaged."""
        captures = Captures(path, self._files)
        for found in captures:
            if isinstance(found, BadRecord):
                yield _damaged(found, str(path), self._clock())
                continue
            try:
                topic = record_of(found)
            except NotATopicError:
                continue
            except (PageError, ValidationError) as error:
                yield _rejected(found, error, str(path), self._clock())
                continue
            if not self._is_alias(found, topic, path) and not self._is_repeated(found, topic):
                yield topic
        if lost := captures.skipped[Skipped.LOST_REVISIT]:
            detail = f"{path}: {lost} revisit records stand for captures that are in none of the files at hand"
            yield rejection(RejectionReason.NOT_READABLE, detail, self._clock())

    def others(self) -> Iterator[Topic]:
        """After the last file: topics that were only found at addresses that are not their own."""
        for _, path, capture in self._aliases.values():
            found = read(path.parent, capture)
            if isinstance(found, Captured):
                yield record_of(found)

    def _is_repeated(self, found: Captured, topic: Topic) -> bool:
        """Whether the crawl captured a page again that gives the same record; others may have their reasons."""
        line = topic.to_line()
        content = hash(line[: line.rindex(_ORIGIN)])
        is_repeated = found.identity is not None and content in self._given
        self._given |= {content, hash(topic.id)}
        return is_repeated

    def _is_alias(self, found: Captured, topic: Topic, path: Path) -> bool:
        """Whether the crawl found the page at another address than its own: then its own goes before, if it is there.

        Of several such addresses the first in order stands for the topic, as in the crawl.
        """
        if found.identity is None or found.identity == topic.url:
            self._aliases.pop(topic.id, None)
            return False
        other = self._aliases.get(topic.id)
        if hash(topic.id) not in self._given and (other is None or found.identity < other[0]):
            self._aliases[topic.id] = (found.identity, path, found.capture)
        return True


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
