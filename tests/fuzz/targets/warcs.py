"""WARC files: pages, and damage by its place; nothing else is read, nothing crashes, and a repair is final."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from warc_helpers import answer, archive_of, chunked, exchange, foreign, in_members

from fuzz.mutators import members
from fuzz.target import Target, expect, scratch
from medscrape import Rejection, Topic
from medscrape.archive import BadRecord, Captured, Captures, check_file, is_warc, read, repair
from medscrape.extraction.archives import reading_of
from medscrape.models import Capture
from medscrape.sample_site import build

_NAME = "medscrape-20261123T120000Z-00001.warc.gz"
_LIMIT = 1_000_000
_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def expect_pages_or_damage(data: bytes) -> None:
    """Raises when a file is read in any other way than it should."""
    file = _folder() / _NAME
    file.write_bytes(data)
    is_warc(file)
    everything = list(Captures(file, limit=_LIMIT))
    named = Counter(found.capture.offset for found in everything)
    expect(all(0 <= offset <= len(data) for offset in named), "places lie in the file", named)
    for found in everything:
        expect(isinstance(found, Captured | BadRecord), "a page or damage")
        if isinstance(found, Captured):
            expect(len(found.body) <= _LIMIT, "a body keeps to the bound", len(found.body))
            _expect_place(data, found, is_alone=named[found.capture.offset] == 1)
    check_file(file)
    for offset in {0, len(data) // 2, len(data), 10**17}:
        read(_folder(), Capture(file=_NAME, offset=offset), _LIMIT)
    _expect_records(file)
    _expect_repair(file)


def _expect_place(data: bytes, found: Captured, *, is_alone: bool) -> None:
    """A place is where a record begins, or the gzip member that several share: then it leads to the first of them."""
    rest = data[found.capture.offset :]
    expect(rest.startswith((b"\x1f\x8b\x08", b"WARC/")), "a place is where a record or its member begins", rest[:9])
    if is_alone and members.unpacked(rest)[0].count(b"WARC/1.") < 2:
        again = read(_folder(), found.capture, _LIMIT)
        expect(isinstance(again, Captured) and again.body == found.body, "a place leads to its page", found.capture)


def _expect_records(file: Path) -> None:
    readings = (reading_of(found, file.name, lambda: _NOW) for found in Captures(file, limit=_LIMIT))
    for found in filter(None, readings):
        model = type(found)
        expect(model in {Topic, Rejection}, "a record or a rejection")
        expect(model.model_validate_json(found.to_line()) == found, "it is read back as it was written", found)


def _expect_repair(file: Path) -> None:
    folder = _folder() / "repair"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    copy = folder / _NAME
    shutil.copyfile(file, copy)
    repair(folder)
    (folder / "tail.json").unlink(missing_ok=True)
    expect(not repair(folder), "a repaired file needs no repair")


def seeds() -> Iterator[bytes]:
    """A file of ours, and files of others."""
    page = build().get("/marblewink.html").body[:6000]
    folder = scratch("warc-seeds")
    (folder / _NAME).unlink(missing_ok=True)
    archive_of(
        folder,
        exchange("/a.html", page, identity="https://sample.invalid/a.html"),
        exchange("/b.html", page),
        exchange("/c", b"", 304),
    )
    yield (folder / _NAME).read_bytes()
    one = foreign(answer(page))
    other = foreign(answer(chunked(page), "Transfer-Encoding: chunked"), url="https://sample.invalid/plum.html")
    last = foreign(
        answer(page), kind="revisit", extra=f"WARC-Refers-To-Filename: {_NAME}\r\nWARC-Refers-To-File-Offset: 0\r\n"
    )
    yield one + other + last
    yield in_members(one, other, last)
    yield in_members(one + other)


def _folder() -> Path:
    return scratch("warcs")


TARGET = Target("warcs", expect_pages_or_damage, seeds, members.mutated, longest=48 * 1024, share=3)
