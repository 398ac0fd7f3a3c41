"""The formats of a partition."""

import hashlib
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from medscrape.errors import UsageError
from medscrape.exporting.licence import TERMS
from medscrape.models import PublishedFile, Topic
from medscrape.publishing.files import write_lines
from medscrape.rereading.receipts import Format

NOTES = {"license": TERMS}
"""What is noted in a Parquet file."""

Write = Callable[[Path, Iterable[Topic]], PublishedFile]


def writer_of(shape: Format) -> Write:
    """What writes a format; `UsageError` says what to install when something is missing."""
    if shape == "jsonl":
        return _write_jsonl
    try:
        import_module("pyarrow")
    except ModuleNotFoundError as error:
        raise UsageError("Parquet needs pyarrow, which is not installed: pip install 'medscrape[parquet]'") from error
    return _write_parquet


def _write_jsonl(path: Path, topics: Iterable[Topic]) -> PublishedFile:
    return write_lines(path, (topic.to_line() for topic in topics))


def _write_parquet(path: Path, topics: Iterable[Topic]) -> PublishedFile:
    from medscrape.exporting.parquet_file import write_rows

    rows = write_rows(path, topics, Topic, lambda: NOTES)
    return on_disk(path, rows)


def on_disk(path: Path, rows: int) -> PublishedFile:
    """Brings a file to the disk; what a copy of it can be checked against."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return PublishedFile(sha256=digest, bytes=file.tell(), lines=rows)
