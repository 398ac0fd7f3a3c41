"""The newest record of every topic, out of all partitions."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import orjson

from medscrape.models import PublishedFile
from medscrape.publishing.files import write_lines
from medscrape.rereading.layout import Layout
from medscrape.rereading.receipts import Format

_NEVER = -(2**62)
_CREATE = "create table newest (id text primary key, moment integer, part integer, row integer) without rowid"
_PUT = """
insert into newest values (?, ?, ?, ?) on conflict (id) do update
set moment = excluded.moment, part = excluded.part, row = excluded.row where excluded.moment >= moment
"""
_CHOSEN = "select part, row from newest order by part, row"


class Sight(NamedTuple):
    """A record in a partition, as far as it matters here."""

    id: str
    captured_at: datetime | None


class Chosen(NamedTuple):
    """The rows of a partition that are wanted, counted from 0."""

    part: Path
    rows: Collection[int]


Look = Callable[[Path], Iterable[Sight]]
Copy = Callable[[Path, Iterable[Chosen]], PublishedFile]


def write_latest(layout: Layout, shape: Format) -> PublishedFile:
    """Writes the newest record of every topic, in the order of the partitions; whole or not at all.

    A record without a time is older than any other; of two at the same time the later one in order counts.
    """
    look, copy = _means_of(shape)
    parts = [layout.topics(receipt.name, shape) for receipt in layout.receipts()]
    draft = layout.draft("latest")
    try:
        with closing(sqlite3.connect("")) as index:  # a temporary file, so that memory stays flat
            index.execute(_CREATE)
            for number, part in enumerate(parts):
                seen = enumerate(look(part))
                index.executemany(_PUT, ((one.id, _moment(one.captured_at), number, row) for row, one in seen))
            written = copy(draft, _chosen(index, parts))
        draft.replace(layout.latest(shape))
    finally:
        draft.unlink(missing_ok=True)
    return written


def _moment(captured_at: datetime | None) -> int:
    """Microseconds: moments as text do not sort."""
    return _NEVER if captured_at is None else round(captured_at.timestamp() * 1_000_000)


def _chosen(index: sqlite3.Connection, parts: list[Path]) -> Iterator[Chosen]:
    for number, rows in groupby(index.execute(_CHOSEN), key=lambda found: found[0]):
        yield Chosen(parts[number], {row for _, row in rows})


def _means_of(shape: Format) -> tuple[Look, Copy]:
    if shape == "jsonl":
        return _lines_of, _copy_lines
    from medscrape.rereading.parquet_rows import copy_rows, rows_of

    return (lambda part: (Sight(*row) for row in rows_of(part))), copy_rows


def _lines_of(part: Path) -> Iterator[Sight]:
    with part.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            captured_at = record["provenance"]["fetched_at"]
            yield Sight(record["id"], datetime.fromisoformat(captured_at) if captured_at else None)


def _copy_lines(place: Path, chosen: Iterable[Chosen]) -> PublishedFile:
    return write_lines(place, (line for part in chosen for line in _picked(part)))


def _picked(chosen: Chosen) -> Iterator[bytes]:
    with chosen.part.open("rb") as file:
        for row, line in enumerate(file):
            if row in chosen.rows:
                yield line.rstrip(b"\n")
