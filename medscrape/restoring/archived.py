"""What the archive still holds: newer bodies than the published ones, texts of older versions, and what is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from medscrape.archive import BadRecord, Captured, Captures, read, run_of_file, warc_files
from medscrape.errors import PageError
from medscrape.extraction import record_of
from medscrape.models import Provenance, Scope, Topic
from medscrape.store import Store
from medscrape.store.salvage import Line, Salvage


@dataclass(slots=True)
class Found:
    """What the archive gave."""

    pages: int = 0
    versions: int = 0
    """Texts of older versions."""


def add_archived(salvage: Salvage, archive: Path, scope: Scope) -> Found:
    """Adds what the pages of the archive give by the parsers of today, oldest first."""
    found, urls = Found(), set()
    for path in warc_files(archive):
        run_id = run_of_file(path) or ""
        for captured in Captures(path):
            topic = _record(captured, run_id) if isinstance(captured, Captured) else None
            if topic is None or not isinstance(captured, Captured) or captured.fetched_at is None:
                continue
            line = Line.of(topic.to_line())
            url = captured.identity or topic.url
            salvage.page(url, line, run_id, scope, captured.fetched_at)
            urls.add(hash(url))
            found.versions += salvage.fill_older(run_id, line)
    found.pages = len(urls)
    return found


def lost_pages(store: Store, archive: Path) -> list[str]:
    """The URLs whose newest body the archive should hold and does not."""
    return [page.url for page in store.known_pages() if _is_lost(archive, page.provenance)]


def lost_records(store: Store, archive: Path) -> Iterator[str]:
    """The topics of the last release whose body the archive should hold and does not."""
    last = store.last_release()
    for line in store.lines(last) if last else ():
        topic = Line.of(line)
        if _is_lost(archive, Provenance.model_validate_json(topic.provenance)):
            yield topic.topic_id


def _record(captured: Captured, run_id: str) -> Topic | None:
    try:
        topic = record_of(captured)
    except (PageError, ValidationError):
        return None
    return topic.with_provenance(topic.provenance.model_copy(update={"run_id": run_id}))


def _is_lost(archive: Path, origin: Provenance) -> bool:
    if origin.capture is None:
        return False
    found = read(archive, origin.capture)
    return isinstance(found, BadRecord) or sha256(found.body).hexdigest() != origin.sha256
