"""The pages of a WARC file, whoever wrote it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from medscrape.archive.captured import BadRecord, Captured, Skipped
from medscrape.archive.codings import LONGEST_BODY
from medscrape.archive.pages import Revisit, page_of
from medscrape.archive.random_access import read
from medscrape.archive.walk import walk
from medscrape.models import Capture


class Captures:
    """Streams the pages of a file; afterwards `skipped` tells what else it held, `referred` which files revisits named.

    A revisit record stands for an earlier capture. If that is in one of the files that are read anyway (`among`), the
    revisit is passed over; if it is in another file beside this one, it is read from there, once; else it is lost.
    """

    def __init__(self, path: Path, among: Iterable[Path] = (), limit: int = LONGEST_BODY) -> None:
        self.skipped: Counter[Skipped] = Counter()
        self.referred: set[str] = set()
        self._path = path
        self._limit = limit
        self._read_anyway = {path.name, *(other.name for other in among if other.parent == path.parent)}
        self._seen: set[int] = set()
        self._fetched: set[Capture] = set()

    def __iter__(self) -> Iterator[Captured | BadRecord]:
        for found in walk(self._path, partial(page_of, limit=self._limit)):
            if isinstance(found, Revisit):
                yield from self._resolved(found)
            elif isinstance(found, Skipped):
                self.skipped[found] += 1
            else:
                self._seen.add(hash(found.url))
                yield found

    def _resolved(self, revisit: Revisit) -> Iterator[Captured]:
        referred = revisit.referred
        if referred:
            self.referred.add(referred.file)
        if referred in self._fetched or (referred.file in self._read_anyway if referred else self._has_seen(revisit)):
            self.skipped[Skipped.REVISIT] += 1
            return
        found = read(self._path.parent, referred, self._limit) if referred else None
        if not isinstance(found, Captured):
            self.skipped[Skipped.LOST_REVISIT] += 1
            return
        self._fetched.add(found.capture)
        yield found

    def _has_seen(self, revisit: Revisit) -> bool:
        return hash(revisit.url) in self._seen
