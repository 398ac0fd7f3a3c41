"""Asking whether a page has changed (RFC 9110 section 13), and how far the answer is believed."""

from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from medscrape.archive import BadRecord, holds
from medscrape.errors import PageError
from medscrape.extraction import reread
from medscrape.models import Provenance, Topic
from medscrape.parsers import PARSER_VERSION
from medscrape.store import KnownPage, Store


class Revalidation:
    """Which pages are asked for conditionally, and what stands for those that have not changed.

    A share of the pages that the server calls unchanged is fetched all the same: which ones is drawn by the run's id
    and the URL, so it is the same after an interruption, and another one in the next run.
    """

    def __init__(self, store: Store, archive: Path, run_id: str, share: float) -> None:
        self.share = min(share, 1.0)
        self._store = store
        self._archive = archive
        self._seed = run_id
        self._believes = self.share < 1 and not store.revalidation(run_id).contradicted

    @property
    def believes(self) -> bool:
        """Whether the server's word is taken: not if every page is to be fetched, or a check has contradicted it."""
        return self._believes

    def distrust(self) -> None:
        """Takes no word of the server for the rest of the run."""
        self._believes = False

    def known(self, url: str) -> KnownPage | None:
        """The last body of a URL, if the archive still has it."""
        page = self._store.known_page(url)
        capture = page.provenance.capture if page else None
        return page if capture and holds(self._archive, capture) else None

    def is_checked(self, url: str) -> bool:
        """Whether the page is in the sample.

        The first eight bytes of the SHA-256 of seed, space and URL, as a fraction, are less than the share.
        """
        return _fraction(f"{self._seed} {url}") < self.share

    def record(self, known: KnownPage) -> Topic | None:
        """The record of the last body by the parsers of today; None when it is lost. Raises `PageError`."""
        if known.provenance.parser_version == PARSER_VERSION:
            return self._store.known_topic(known.url)
        found = reread(self._archive, known.provenance)
        return None if isinstance(found, BadRecord) else found

    def is_same(self, topic: Topic, known: KnownPage) -> bool:
        """Whether a page that came again gives the record of the last body."""
        origin = known.provenance
        if topic.provenance.sha256 == origin.sha256:
            return True
        try:
            before = self.record(known)
        except (PageError, ValidationError):  # nothing to compare with
            return True
        return before is None or topic.with_provenance(origin) == before.with_provenance(origin)


def archived_topic(archive: Path, page: KnownPage) -> Topic | None:
    """What the parsers of today make of the archived body of a page; None when that is lost or gives no record."""
    if page.provenance.capture is None:
        return None
    try:
        found = reread(archive, page.provenance)
    except (PageError, ValidationError):
        return None
    return None if isinstance(found, BadRecord) else found


def conditions(origin: Provenance) -> dict[str, str]:
    """The headers that ask whether a page has changed; none when its server gave nothing to ask by.

    >>> conditions(Provenance.model_construct(etag='"a"', last_modified=None))
    {'If-None-Match': '"a"'}
    """
    validators = {"If-None-Match": origin.etag, "If-Modified-Since": origin.last_modified}
    return {name: value for name, value in validators.items() if value}


def _fraction(text: str) -> float:
    return int.from_bytes(sha256(text.encode()).digest()[:8]) / 2**64
