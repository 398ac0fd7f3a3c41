"""Where records begin and end in a file, as far as its framing tells: gzip members (RFC 1952), or lines."""

import re
import zlib
from typing import BinaryIO

_BLOCK = 256 * 1024
GZIP = b"\x1f\x8b\x08"
"""How a gzip member begins."""
FRONT = b"WARC/"
"""How a record begins."""
_PLAIN_FRONT = re.compile(rb"(?<=\n)WARC/[01]\.[0-9]+\r?\n")
_PLAIN_LENGTH = re.compile(rb"\r?\nContent-Length:[ \t]*([0-9]{1,18})[ \t]*(?=\r?\n)", re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_LINE = 64


def is_gzip(file: BinaryIO, place: int = 0) -> bool:
    """Whether a gzip member begins there."""
    file.seek(place)
    return file.read(len(GZIP)) == GZIP


def is_framed(file: BinaryIO, place: int) -> bool:
    """Whether a record begins there whose end can be told from its framing."""
    file.seek(place)
    return file.read(len(FRONT)).startswith((GZIP, FRONT))


def member_end(file: BinaryIO, start: int) -> int | None:
    """Where the gzip member that begins at `start` ends; None when it is cut off or damaged.

    The check sum at its end is verified; memory stays flat.
    """
    file.seek(start)
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    place = start
    try:
        while not decompressor.eof:
            data = decompressor.unconsumed_tail or file.read(_BLOCK)
            if not decompressor.decompress(data, _BLOCK) and not data:
                return None
            # At the end of a member what is left over can stand in `unconsumed_tail` as well.
            left = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
            place += len(data) - len(left)
    except zlib.error:
        return None
    return place


def whole_until(file: BinaryIO, start: int = 0) -> int:
    """Where the last of the whole gzip members that follow each other from `start` on ends."""
    place = start
    while (end := member_end(file, place)) is not None:
        place = end
    return place


def torn_from(file: BinaryIO) -> int:
    """Where the last whole gzip member of a file ends, whatever else is damaged."""
    good, place = 0, 0 if is_gzip(file) else next_record(file, 0, in_members=True)
    while place is not None:
        end = whole_until(file, place)
        if end > place:
            good = end
        place = next_record(file, end, in_members=True)
    return good


def record_end(file: BinaryIO, start: int) -> int | None:
    """Where the record that begins at `start` ends, by its framing alone; None when that cannot be told."""
    if is_gzip(file, start):
        return member_end(file, start)
    file.seek(start)
    head = file.read(_BLOCK)
    end, length = _HEAD_END.search(head), _PLAIN_LENGTH.search(head)
    if not head.startswith(FRONT) or end is None or length is None or length.start() > end.start():
        return None
    return start + end.end() + int(length[1]) + len(b"\r\n\r\n")


def next_record(file: BinaryIO, after: int, *, in_members: bool) -> int | None:
    """The first place behind `after` that looks like the beginning of a record, or None."""
    place = after + 1
    while True:
        # One byte more in front, for the line before; some more at the end, for a mark that crosses the seam.
        file.seek(max(place - 1, 0))
        offset = min(place, 1)
        data = file.read(_BLOCK + _LONGEST_LINE)
        for found in _gzip_marks(data, offset) if in_members else _plain_marks(data, offset):
            if not in_members or _opens_record(file, place - offset + found):
                return place - offset + found
        if len(data) < _BLOCK + _LONGEST_LINE:
            return None
        place += _BLOCK - offset


def _gzip_marks(data: bytes, start: int) -> list[int]:
    marks, found = [], data.find(GZIP, start)
    while found >= 0:
        marks.append(found)
        found = data.find(GZIP, found + 1)
    return marks


def _plain_marks(data: bytes, start: int) -> list[int]:
    return [match.start() for match in _PLAIN_FRONT.finditer(data, max(start - 1, 0)) if match.start() >= start]


def _opens_record(file: BinaryIO, place: int) -> bool:
    file.seek(place)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(file.read(4096), 16).startswith(FRONT)
    except zlib.error:
        return False
