"""Rows of Parquet partitions: what there is, and some of them copied to another file."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from medscrape.exporting.arrow import schema_of
from medscrape.exporting.parquet_file import write_tables
from medscrape.models import PublishedFile, Topic
from medscrape.rereading.shapes import NOTES, on_disk

_AT_ONCE = 1000


def rows_of(part: Path) -> Iterator[tuple[str, datetime | None]]:
    """Id and time of capture of each row."""
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches(_AT_ONCE, columns=["id", "provenance.fetched_at"]):
            times = (found["fetched_at"] for found in batch.column("provenance").to_pylist())
            yield from zip(batch.column("id").to_pylist(), times, strict=True)


def copy_rows(place: Path, chosen: Iterable[tuple[Path, Collection[int]]]) -> PublishedFile:
    """Copies rows of partitions into a file; says what it holds."""
    tables = (table for part, rows in chosen for table in _picked(part, rows))
    rows = write_tables(place, schema_of(Topic), _grouped(tables), lambda: NOTES)
    return on_disk(place, rows)


def _picked(part: Path, rows: Collection[int]) -> Iterator[pa.Table]:
    with pq.ParquetFile(part) as file:
        first = 0
        for batch in file.iter_batches(_AT_ONCE):
            here = [row - first for row in range(first, first + batch.num_rows) if row in rows]
            first += batch.num_rows
            if here:
                yield pa.Table.from_batches([batch]).take(here)


def _grouped(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Tables of so many rows that a row group each is worth it."""
    waiting: list[pa.Table] = []
    count = 0
    for table in tables:
        waiting.append(table)
        count += table.num_rows
        if count >= _AT_ONCE:
            yield pa.concat_tables(waiting)
            waiting, count = [], 0
    if waiting:
        yield pa.concat_tables(waiting)
