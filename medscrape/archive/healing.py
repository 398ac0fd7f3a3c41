"""Making a damaged file of the archive sound again: what is lost is lost, and everything else keeps its place."""

import os
import shutil
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from medscrape.archive.captured import BadRecord
from medscrape.archive.check import kind_of
from medscrape.archive.members import next_record, record_end
from medscrape.archive.repair import sync_folder
from medscrape.archive.walk import walk

# RFC 1952: magic number, deflate, a comment follows; no time, no flags, system unknown.
_COMMENTED = b"\x1f\x8b\x08\x10" + bytes(4) + b"\x00\xff"
_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Healed:
    """A file that was damaged."""

    path: Path
    stretches: int
    """How many parts of it could not be read."""
    lost: int
    """Bytes in them."""
    is_gone: bool
    """Whether nothing of it was left."""


def heal(path: Path, aside: Path) -> Healed | None:
    """Copies a damaged file to `aside` and makes it sound in one step; None when nothing is wrong with it.

    Each damaged stretch makes way for a gzip member of the same length that says so, for places in the file are what
    records refer to.
    """
    stretches = list(_damaged(path))
    if not stretches:
        return None
    aside.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, aside / path.name)
    fresh = path.with_name(f".{path.name}.part")
    fresh.unlink(missing_ok=True)
    shutil.copyfile(path, fresh)
    count = lost = 0
    for _ in range(_MOST_ROUNDS):
        count, lost = count + len(stretches), lost + sum(end - start for start, end in stretches)
        _fill(fresh, stretches)
        stretches = list(_damaged(fresh))
        if not stretches:
            break
    return Healed(path, count, lost, is_gone=_put(fresh, path, is_sound=not stretches))


def _damaged(path: Path) -> Iterator[tuple[int, int]]:
    """Where damaged stretches begin and end."""
    size = path.stat().st_size
    reached = 0
    with path.open("rb") as file:
        for found in walk(path, kind_of):
            if isinstance(found, BadRecord) and found.capture.offset >= reached:
                reached = _end(file, found.capture.offset, size)
                yield found.capture.offset, reached


def _end(file: BinaryIO, start: int, size: int) -> int:
    """The end of the stretch that begins there: long enough for a member that stands in for it."""
    end = record_end(file, start)
    if end is None or end > size:
        end = next_record(file, start, in_members=True) or size
    if end < size and end - start < len(_stand_in(0)):
        return _end(file, end, size)
    return end


def _fill(path: Path, stretches: list[tuple[int, int]]) -> None:
    with path.open("r+b") as file:
        size = path.stat().st_size
        for start, end in stretches:
            if end >= size:
                file.truncate(start)
            else:
                file.seek(start)
                file.write(_stand_in(end - start))
        file.flush()
        os.fsync(file.fileno())


def _put(fresh: Path, path: Path, *, is_sound: bool) -> bool:
    """Puts a file in its place, or nothing if nothing is left of it."""
    is_gone = not is_sound or not fresh.stat().st_size
    if is_gone:
        fresh.unlink()
        path.unlink()
    else:
        fresh.replace(path)
    sync_folder(path.parent)
    return is_gone


def _stand_in(length: int) -> bytes:
    """A record in a gzip member of this length; the comment in the member's head takes up the room."""
    words = f"{length:12} bytes of this file were damaged and could not be restored.\r\n".encode()
    record = (
        "WARC/1.1\r\nWARC-Type: metadata\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>\r\nWARC-Date: {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(words)}\r\n\r\n"
    ).encode() + words + b"\r\n\r\n"  # fmt: skip
    packer = zlib.compressobj(0, zlib.DEFLATED, -zlib.MAX_WBITS)  # unpacked, so that its length is always the same
    packed = packer.compress(record) + packer.flush()
    end = b"\0" + packed + struct.pack("<II", zlib.crc32(record), len(record))
    return _COMMENTED + b" " * (length - len(_COMMENTED) - len(end)) + end
