"""Whether a WARC file is whole: every record to its last byte, every digest."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fastwarc.warc import WarcRecord

from medscrape.archive.captured import BadRecord
from medscrape.archive.digests import expected
from medscrape.archive.messages import head_length
from medscrape.archive.pages import field_of
from medscrape.archive.walk import LONGEST_HEAD, read_exactly, walk
from medscrape.models import Capture

_PIECE = 1024 * 1024
_NAMED = 100


@dataclass(slots=True)
class FileCheck:
    """What was found in a file."""

    path: Path
    kinds: Counter[str] = field(default_factory=Counter)
    """Sound records, by type."""
    damaged: int = 0
    """Records and stretches that cannot be trusted."""
    examples: list[BadRecord] = field(default_factory=list)
    """The first of them."""

    @property
    def records(self) -> int:
        """How many records are sound."""
        return self.kinds.total()


def check_file(path: Path) -> FileCheck:
    """Reads a file to its end, with flat memory."""
    check = FileCheck(path)
    for found in walk(path, kind_of):
        if isinstance(found, BadRecord):
            check.damaged += 1
            if len(check.examples) < _NAMED:
                check.examples.append(found)
        else:
            check.kinds[found] += 1
    return check


def kind_of(record: WarcRecord, capture: Capture) -> str | BadRecord:
    """The type of a sound record."""
    kind = field_of(record, "WARC-Type") or "unknown"
    if not _is_sound(record, has_payload=kind in {"response", "request", "resource"}):
        return BadRecord(capture, "not what its digests say", field_of(record, "WARC-Target-URI"))
    return kind


def _is_sound(record: WarcRecord, *, has_payload: bool) -> bool:
    """Whether block and payload are what their digests say (a revisit's payload is elsewhere)."""
    block = expected(record.headers.get("WARC-Block-Digest"))
    payload = expected(record.headers.get("WARC-Payload-Digest")) if has_payload else None
    left = record.content_length
    piece = read_exactly(record, min(left, LONGEST_HEAD))
    before = head_length(piece) if record.is_http else 0
    while True:
        if block:
            block.hash.update(piece)
        if payload:
            payload.hash.update(piece[before:])
        left, before = left - len(piece), 0
        if not left:
            return all(digest.is_met for digest in (block, payload) if digest)
        piece = read_exactly(record, min(left, _PIECE))
