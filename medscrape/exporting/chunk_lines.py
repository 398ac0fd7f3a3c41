"""Chunks for retrieval as JSON Lines."""

from pathlib import Path

from medscrape.exporting.chunks import chunks_of
from medscrape.exporting.manifest import Outgoing


def write(records: Outgoing, folder: Path) -> None:
    """Writes `chunks.jsonl`."""
    with (folder / "chunks.jsonl").open("wb") as file:
        for record in records:
            file.writelines(chunk.to_line() + b"\n" for chunk in chunks_of(record))
