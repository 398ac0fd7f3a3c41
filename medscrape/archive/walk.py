"""The records of a WARC file, one after the other, past whatever is damaged."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar

from fastwarc.warc import ArchiveIterator, WarcRecord

from medscrape.archive.captured import BadRecord
from medscrape.archive.members import FRONT, GZIP, is_framed, is_gzip, next_record, record_end
from medscrape.models import Capture

T = TypeVar("T")
Look = Callable[[WarcRecord, Capture], T]
"""Reads a record as far as it is of interest; raises `CutOffError` when there is less of it than its header says."""

LONGEST_HEAD = 256 * 1024
"""Bytes of a record's header, and of the HTTP header in its block, that are read."""


class CutOffError(ValueError):
    """A record that is shorter than it says; FastWARC itself does not mind."""


@dataclass(slots=True)
class _Stretch:
    """How far one pass of FastWARC came."""

    start: int
    last: int | None = None
    """Where the last record begins that it gave."""
    is_broken: bool = False
    """Whether it ended because something could not be read."""
    is_shared: bool = False
    """Whether that record shares its gzip member with the one before."""


def walk(path: Path, look: Look[T]) -> Iterator[T | BadRecord]:
    """What `look` gives for each record of a file, compressed or not; damaged parts are named and passed over.

    FastWARC stops for good at the first damage, and says nothing of a record that is cut off. Here it is started anew
    at the next place that looks like a record, and what it gave last is held against the file's own framing.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        in_members = is_gzip(file)
        place: int | None = 0
        while place is not None and place < size:
            stretch = _Stretch(place)
            yield from _read_on(file, path.name, stretch, look)
            bad = _first_damage(file, stretch, size)
            if bad is None:
                return
            yield BadRecord(Capture(file=path.name, offset=bad), "cut off or damaged")
            place = next_record(file, bad, in_members=in_members)


def read_exactly(record: WarcRecord, length: int) -> bytes:
    """The next bytes of a record's block."""
    pieces, read = [], 0
    while read < length and (piece := record.reader.read(length - read)):
        pieces.append(piece)
        read += len(piece)
    if read < length:
        raise CutOffError
    return b"".join(pieces)


def _read_on(file: BinaryIO, name: str, stretch: _Stretch, look: Look[T]) -> Iterator[T]:
    file.seek(stretch.start)
    try:
        for record in ArchiveIterator(file, parse_http=False, max_header_len=LONGEST_HEAD):
            _move_on(file, stretch, record)
            yield look(record, Capture(file=name, offset=stretch.last or 0))
    except (OSError, ValueError):
        stretch.is_broken = True


def _move_on(file: BinaryIO, stretch: _Stretch, record: WarcRecord) -> None:
    """Notes where a record begins; FastWARC names the end of the member for all but the first in it, and for that one,
    too, when blank lines stand before it."""
    place = max(record.stream_pos, stretch.start)
    if stretch.last is None:
        stretch.last = stretch.start if _begins_with(file, stretch.start, record) else place
        return
    stretch.is_shared = not _begins_with(file, place, record)
    if not stretch.is_shared:
        stretch.last = place


def _begins_with(file: BinaryIO, place: int, record: WarcRecord) -> bool:
    """Whether what begins there begins with this record; read without moving the file, which FastWARC is reading."""
    start = os.pread(file.fileno(), _HEAD, place)
    if not start.startswith(GZIP):
        return start.startswith(FRONT)
    try:
        first = next(ArchiveIterator(BytesIO(start), parse_http=False, max_header_len=LONGEST_HEAD), None)
    except (OSError, ValueError):
        return True
    return first is None or first.headers.astuples() == record.headers.astuples()


def _first_damage(file: BinaryIO, stretch: _Stretch, size: int) -> int | None:
    """Where the damage begins that ended a stretch, or None when it went to the end of the file."""
    if stretch.last is None:
        return stretch.start
    if not is_framed(file, stretch.last):  # many records in one gzip member, or another compression
        return stretch.last if stretch.is_broken else None
    end = record_end(file, stretch.last)
    if end is None or end > size or (stretch.is_shared and stretch.is_broken):
        return stretch.last
    file.seek(end)
    return None if end == size or (size - end < _SLACK and not file.read().strip()) else end


_SLACK = 4096
_HEAD = 4096
