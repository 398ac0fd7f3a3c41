"""Files into records, or into the reasons why they give none."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from medscrape.archive import BadRecord, Captured, Captures, is_warc
from medscrape.errors import OutputError, PageError, UsageError
from medscrape.extraction.archives import Clock, lost_revisits, reading_of
from medscrape.extraction.in_order import cores, in_order
from medscrape.extraction.problems import problem_of, rejection
from medscrape.extraction.selection import Selection, Sighting, sighting
from medscrape.extraction.sources import SavedPage, input_files, readable, saved_page, unreadable
from medscrape.models import Rejection, Topic
from medscrape.parsers import parse_page

_WORTH_A_POOL = 4 * 1024 * 1024
"""Bytes of input below which one process is done before others have started."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of output."""

    text: bytes
    is_record: bool
    """Whether it is a record; else it is a rejection."""
    seen: Sighting | None = None
    """Where the record was found, if in an archive."""


@dataclass(frozen=True, slots=True)
class _Archived:
    path: Path
    found: Captured | BadRecord


def lines(
    paths: Iterable[Path], url: str | None = None, workers: int | None = None, clock: Clock = _now
) -> Iterator[Line]:
    """What the files and folders named give, in order, one at a time; `url` is where a single saved page comes from.

    `workers` is the number of processes; by default all cores are used where there is work for them. Raises
    `UsageError` before anything is read when a path does not exist, `OutputError` when a file cannot be read.
    """
    files = input_files(paths, url)
    archives = frozenset(file for file in files if readable(is_warc, file))
    if url is not None and archives:
        raise UsageError("--url says where a saved page comes from; a WARC file says that itself.")
    things = _things(files, archives, url, clock)
    return _selected(in_order(partial(_read, clock), things, workers or _cores(files), _weight))


def extract(page: SavedPage, now: datetime) -> Topic | Rejection:
    """The record of a saved page, or its rejection; `now` is when the page was looked at."""
    try:
        return parse_page(page.body, page.url)
    except (PageError, ValidationError) as error:
        reason, detail = problem_of(error)
        facts = {"url": page.url, "sha256": sha256(page.body).hexdigest()}
        return rejection(reason, f"{page.name}: {detail}", now).model_copy(update=facts)


_Thing = SavedPage | _Archived | Rejection | OutputError


def _things(files: list[Path], archives: frozenset[Path], url: str | None, clock: Clock) -> Iterator[_Thing]:
    """What is to be read; a failure comes at its place in the order, after what was read before it."""
    try:
        for file in files:
            if file in archives:
                yield from _archived(file, archives, clock)
            else:
                yield saved_page(file, url)
    except OutputError as error:
        yield error


def _archived(file: Path, archives: frozenset[Path], clock: Clock) -> Iterator[_Thing]:
    captures = Captures(file, archives)
    try:
        for found in captures:
            yield _Archived(file, found)
    except OSError as error:
        raise unreadable(file, error) from error
    if lost := lost_revisits(captures, str(file), clock):
        yield lost


def _weight(thing: _Thing) -> int:
    page = thing.found if isinstance(thing, _Archived) else thing
    return len(page.body) if isinstance(page, SavedPage | Captured) else 0


def _read(clock: Clock, thing: _Thing) -> Line | OutputError | None:
    if isinstance(thing, OutputError):
        return thing
    if isinstance(thing, Rejection):
        return Line(thing.to_line(), is_record=False)
    if isinstance(thing, SavedPage):
        given = extract(thing, clock())
        return Line(given.to_line(), isinstance(given, Topic))
    return _of_archive(thing, clock)


def _of_archive(thing: _Archived, clock: Clock) -> Line | None:
    found = thing.found
    given = reading_of(found, str(thing.path), clock)
    if given is None:
        return None
    line = given.to_line()
    if isinstance(given, Topic) and isinstance(found, Captured):
        return Line(line, True, sighting(found, given, line, thing.path.parent))
    return Line(line, is_record=False)


def _selected(results: Iterator[Line | OutputError | None]) -> Iterator[Line]:
    selection = Selection()
    for result in results:
        if isinstance(result, OutputError):
            raise result
        if result is not None and (result.seen is None or selection.keeps(result.seen)):
            yield result
    for topic in selection.others():
        yield Line(topic.to_line(), is_record=True)


def _cores(files: list[Path]) -> int:
    """Every core, if there is work for them."""
    size = 0
    for file in files:
        size += readable(os.path.getsize, file)
        if size > _WORTH_A_POOL:
            return cores()
    return 1
