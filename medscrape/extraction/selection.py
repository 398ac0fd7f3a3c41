"""Which of an archive's records are one too many, when several files of a crawl are read as one."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from medscrape.archive import Captured, read
from medscrape.extraction.archives import record_of
from medscrape.models import Capture, Topic

_ORIGIN = b',"provenance":'


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a record was found, and what it says, as far as that decides whether it is one too many."""

    id: str
    url: str
    identity: str | None
    """The URL that the crawl fetched the page as, where the archive says."""
    content: bytes
    """Digest of the record without its provenance."""
    folder: Path
    capture: Capture


def sighting(found: Captured, topic: Topic, line: bytes, folder: Path) -> Sighting:
    """What is to be known of a record with this line."""
    content = hashlib.blake2b(line[: line.rindex(_ORIGIN)], digest_size=8).digest()
    return Sighting(topic.id, topic.url, found.identity, content, folder, found.capture)


class Selection:
    """Leaves out what a crawl captured again without a change, and what it also found at another address.

    What others archived is all kept: they may have their reasons.
    """

    def __init__(self) -> None:
        self._contents: set[bytes] = set()
        self._ids: set[str] = set()
        self._aliases: dict[str, Sighting] = {}

    def keeps(self, seen: Sighting) -> bool:
        """Whether the next record in order is to be given."""
        return not self._is_alias(seen) and not self._is_repeated(seen)

    def others(self) -> Iterator[Topic]:
        """After the last record: topics that were only found at addresses that are not their own."""
        for seen in self._aliases.values():
            found = read(seen.folder, seen.capture)
            if isinstance(found, Captured):
                yield record_of(found)

    def _is_repeated(self, seen: Sighting) -> bool:
        is_repeated = seen.identity is not None and seen.content in self._contents
        self._contents.add(seen.content)
        self._ids.add(seen.id)
        return is_repeated

    def _is_alias(self, seen: Sighting) -> bool:
        """Whether the crawl found the page at another address than its own: then its own goes before, if it is there.

        Of several such addresses the first in order stands for the topic, as in the crawl.
        """
        if seen.identity is None or seen.identity == seen.url:
            self._aliases.pop(seen.id, None)
            return False
        other = self._aliases.get(seen.id)
        if seen.id not in self._ids and (other is None or other.identity is None or seen.identity < other.identity):
            self._aliases[seen.id] = seen
        return True
