"""What an export holds, in figures that every format can be checked against."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Self

from medscrape.errors import UsageError
from medscrape.exporting.licence import PUBLIC_DOMAIN_TERMS, TERMS
from medscrape.exporting.records import CreditedTopic, Exported
from medscrape.exporting.selection import Selection
from medscrape.models import SCHEMA_VERSION, Record, Topic
from medscrape.models.base import LanguageTag, Sha256
from medscrape.version import __version__


class ExportManifest(Record):
    """What an export holds; the same figures whatever the format."""

    format: str
    """Name of the format."""
    schema_version: str
    """Version of the record schema."""
    package_version: str
    """Version of medscrape."""
    public_domain_only: bool
    """Whether every text but summaries in the public domain was left out."""
    languages: tuple[LanguageTag, ...]
    """Languages of the records."""
    topics: int
    """Number of topics."""
    sections: int
    """Number of their sections."""
    links: int
    """Number of the links in those sections."""
    summary_characters: int
    """Unicode characters of the summaries' text, all together."""
    sha256: Sha256
    """Digest of the lines `ID CONTENT_HASH`, each ended by a newline, sorted by id as bytes."""
    license: str
    """The licence of the texts."""
    credit: str | None
    """The line to show where a summary is reused; `null` when no record asks for one."""


class Outgoing:
    """The records of an export, counted on their way into its files."""

    def __init__(self, format_name: str, topics: Iterable[Topic], selection: Selection) -> None:
        self.model: type[Exported] = selection.model
        self._format = format_name
        self._topics = topics
        self._selection = selection
        self._digest = _Digest()
        self._languages: set[str] = set()
        self._credit: str | None = None
        self._topic_count = self._section_count = self._link_count = self._characters = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._digest.close()

    def __iter__(self) -> Iterator[Exported]:
        for record in self._selection.pick(self._topics):
            self._count(record)
            yield record
        if not self._topic_count:
            raise UsageError(f"There is nothing to export: the input does not hold {self._selection.description}.")

    def _count(self, record: Exported) -> None:
        self._digest.add(record.id, record.content_hash)
        self._languages.add(record.language)
        self._credit = self._credit or record.credit
        self._topic_count += 1
        self._characters += len(record.summary.text) if record.summary else 0
        if isinstance(record, CreditedTopic):
            self._section_count += len(record.sections)
            self._link_count += sum(len(section.links) for section in record.sections)

    def manifest(self) -> ExportManifest:
        """The figures of what has passed."""
        return ExportManifest(
            format=self._format,
            schema_version=SCHEMA_VERSION,
            package_version=__version__,
            public_domain_only=self._selection.public_domain_only,
            languages=tuple(sorted(self._languages)),
            topics=self._topic_count,
            sections=self._section_count,
            links=self._link_count,
            summary_characters=self._characters,
            sha256=self._digest.hexdigest(),
            license=PUBLIC_DOMAIN_TERMS if self._selection.public_domain_only else TERMS,
            credit=self._credit,
        )


class _Digest:
    """A digest that does not depend on the order of its lines; they wait in a temporary file, not in memory."""

    def __init__(self) -> None:
        self._lines = sqlite3.connect("")
        self._lines.execute("create table line (id text primary key, content_hash text) without rowid")

    def add(self, record_id: str, content_hash: str) -> None:
        try:
            self._lines.execute("insert into line values (?, ?)", (record_id, content_hash))
        except sqlite3.IntegrityError as error:
            raise UsageError(f"The input holds {record_id} more than once; an export needs each id once.") from error

    def close(self) -> None:
        self._lines.close()

    def hexdigest(self) -> str:
        digest = hashlib.sha256()
        for record_id, content_hash in self._lines.execute("select * from line order by id"):
            digest.update(f"{record_id} {content_hash}\n".encode())
        return digest.hexdigest()
