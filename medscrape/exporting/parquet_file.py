"""Parquet: one row a topic, nested as the record is; descriptions, licence and figures travel in the file."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from medscrape.exporting.arrow import schema_of
from medscrape.exporting.manifest import Outgoing

_AT_ONCE = 100
"""Topics that are Python objects at the same time: they take ten times the room that Arrow needs."""
_BATCHES = 10
"""Batches in a row group."""


def write(records: Outgoing, folder: Path) -> None:
    """Writes `topics.parquet`."""
    schema = schema_of(records.model)
    batches = _batches(records, schema)
    with pq.ParquetWriter(folder / "topics.parquet", schema, compression="zstd") as file:
        while group := list(islice(batches, _BATCHES)):
            file.write_table(pa.concat_tables(group))
        manifest = records.manifest()
        notes = {"medscrape": manifest.to_line(), "license": manifest.license, "credit": manifest.credit or ""}
        file.add_key_value_metadata(notes)


def _batches(records: Outgoing, schema: pa.Schema) -> Iterator[pa.Table]:
    coming = iter(records)
    while rows := [record.model_dump() for record in islice(coming, _AT_ONCE)]:
        yield pa.Table.from_pylist(rows, schema)
