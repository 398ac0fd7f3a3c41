"""The folder of a job.

topics/NAME.jsonl|parquet   a partition for each unit: the record of every capture
rejected/NAME.jsonl         what gave no record, and why
units/NAME.json             the unit's receipt, written last: without it a partition does not count
latest.jsonl|parquet        if asked for: the newest record of every topic
manifest.json               the job as a whole
.work/                      drafts and what processes need to know; nothing that has to be kept
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from medscrape.models import Record
from medscrape.rereading.receipts import Format, Receipt

_PLACES = ("topics", "rejected", "units", ".work")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in the folder of a job."""

    folder: Path

    def make(self) -> None:
        """Makes the folders."""
        for name in _PLACES:
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    @property
    def is_ours(self) -> bool:
        """Whether a job has written here."""
        return all((self.folder / name).is_dir() for name in ("topics", "rejected", "units"))

    @property
    def work(self) -> Path:
        """The folder of drafts."""
        return self.folder / ".work"

    @property
    def manifest(self) -> Path:
        """The manifest."""
        return self.folder / "manifest.json"

    def topics(self, name: str, shape: Format) -> Path:
        """The partition of a unit."""
        return self.folder / "topics" / f"{name}.{shape}"

    def rejected(self, name: str) -> Path:
        """The rejections of a unit."""
        return self.folder / "rejected" / f"{name}.jsonl"

    def receipt(self, name: str) -> Path:
        """The receipt of a unit."""
        return self.folder / "units" / f"{name}.json"

    def latest(self, shape: Format) -> Path:
        """The newest record of every topic."""
        return self.folder / f"latest.{shape}"

    def draft(self, name: str) -> Path:
        """A place to write to that is nobody else's, whichever machine they run on."""
        return self.work / f"{name}.{os.urandom(8).hex()}.draft"

    def receipts(self) -> Iterator[Receipt]:
        """Every receipt, in order of name."""
        for path in sorted((self.folder / "units").glob("*.json")):
            if receipt := receipt_in(path):
                yield receipt


def receipt_in(path: Path) -> Receipt | None:
    """The receipt in a file; None when there is none, or none that this version understands."""
    try:
        return Receipt.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def put(record: Record, draft: Path, place: Path) -> None:
    """Writes a record of the job, on the disk and whole, or not at all."""
    with draft.open("xb") as file:
        file.write(record.model_dump_json(indent=2).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
