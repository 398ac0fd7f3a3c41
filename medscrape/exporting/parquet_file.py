"""Parquet: one row a record, nested as the record is; descriptions, licence and figures travel in the file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from medscrape.exporting.arrow import schema_of, table_of
from medscrape.exporting.manifest import Outgoing
from medscrape.models import Record

_AT_ONCE = 100
"""Records that are Arrow's at once."""
_BATCHES = 10
"""Batches in a row group."""

Notes = Mapping[str, bytes | str]
"""What is noted in a file, by name."""


def write(records: Outgoing, folder: Path) -> None:
    """Writes `topics.parquet`."""

    def notes() -> Notes:
        manifest = records.manifest()
        return {"medscrape": manifest.to_line(), "license": manifest.license, "credit": manifest.credit or ""}

    write_rows(folder / "topics.parquet", records, records.model, notes)


def write_rows(path: Path, records: Iterable[Record], model: type[Record], notes: Callable[[], Notes]) -> int:
    """Writes records of a model, and behind them what is then to be noted about them; gives their number."""
    schema = schema_of(model)
    return write_tables(path, schema, _groups(_batches(records, schema)), notes)


def write_tables(path: Path, schema: pa.Schema, tables: Iterable[pa.Table], notes: Callable[[], Notes]) -> int:
    """Writes each table as a row group, and behind them what is then to be noted; gives the number of rows."""
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for table in tables:
            file.write_table(table)
            count += table.num_rows
        file.add_key_value_metadata(notes())
    return count


def _groups(batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    while group := list(islice(batches, _BATCHES)):
        yield pa.concat_tables(group)


def _batches(records: Iterable[Record], schema: pa.Schema) -> Iterator[pa.Table]:
    coming = iter(records)
    while lines := b"".join(record.to_line() + b"\n" for record in islice(coming, _AT_ONCE)):
        yield table_of(lines, schema)
