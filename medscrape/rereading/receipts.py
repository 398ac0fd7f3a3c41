"""What is known of a unit that was read: enough to see whether its partition still holds."""

from typing import Literal

from medscrape.models import PublishedFile, Record
from medscrape.models.base import Sha256

Format = Literal["jsonl", "parquet"]


class UnitCounts(Record):
    """What was found in a unit: every page is in one of the first three figures."""

    records: int
    """Pages that gave a record: lines or rows of the partition."""
    rejections: int
    """Lines of the rejections: pages that gave no record and should have, and damage."""
    not_topics: int
    """Pages that are something else."""
    damaged: int
    """Those of the rejections that are damaged or lost records of the WARC file."""
    revisits: int
    """Records that say that a page was the same as in a capture that is read anyway."""

    def __add__(self, other: "UnitCounts") -> "UnitCounts":
        return UnitCounts(**{name: getattr(self, name) + getattr(other, name) for name in UnitCounts.model_fields})

    @property
    def pages(self) -> int:
        """How many pages were looked at."""
        return self.records + self.rejections + self.not_topics


NOTHING = UnitCounts(records=0, rejections=0, not_topics=0, damaged=0, revisits=0)


class Input(Record):
    """What a unit was read from."""

    size: int
    """Bytes."""
    sha256: Sha256
    """Digest of the WARC file; for saved pages of the lines `SHA-256 NAME`, sorted by name."""
    neighbours: dict[str, str | None]
    """Other files that revisits of the WARC file stand for: the digest of one that was read for them, `read anyway` for
    one that is a unit itself, `null` for one that is not there."""


class Recipe(Record):
    """How a unit was read: another recipe may give other records."""

    format: Format
    """Format of the partition."""
    parser_version: str
    """Version of the parsers."""
    schema_version: str
    """Version of the record schema."""


class Receipt(Record):
    """A unit that was read."""

    name: str
    """Name of the unit: its partition is `topics/NAME.FORMAT`, its rejections are `rejected/NAME.jsonl`."""
    path: str
    """The WARC file, or the folder of the saved pages, at the time."""
    input: Input
    """What was read."""
    recipe: Recipe
    """How."""
    counts: UnitCounts
    """What was found."""
    topics: PublishedFile
    """The partition."""
    rejected: PublishedFile
    """Its rejections."""
