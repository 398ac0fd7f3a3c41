"""What a report needs to know of a topic: a few hundred bytes instead of the whole record."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from medscrape.reporting.data import Record


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A topic in figures."""

    id: str
    language: str
    title: str
    url: str
    groups: tuple[str, ...]
    updated: date | None
    fetched_at: datetime | None
    words: int
    """Words of its summary; 0 when it has none."""
    sections: tuple[tuple[str, int], ...]
    """Each section's kind, with the number of its links."""
    organizations: tuple[str, ...]
    """The organizations that its links name, one for each time."""
    from_nih: int
    """Links that carry the mark of the National Institutes of Health."""
    has_image: bool
    has_mesh: bool
    unmapped: int
    """Texts of the page that no field holds."""
    warnings: tuple[tuple[str, str], ...]
    """Code and detail of what looked odd."""

    @property
    def links(self) -> int:
        """The number of its links."""
        return sum(links for _, links in self.sections)

    @property
    def odd(self) -> int:
        """How many things of it looked odd."""
        return self.unmapped + len(self.warnings)


def facts_of(record: Record) -> TopicFacts:
    """A topic in figures, from its record as a published line has it."""
    sections, summary, quality, updated = (record[name] for name in ("sections", "summary", "quality", "page_updated"))
    fetched_at = record["provenance"]["fetched_at"]
    links = [link for section in sections for link in section["links"]]
    return TopicFacts(
        id=record["id"],
        language=record["language"],
        title=record["title"],
        url=record["url"],
        groups=_shared(record["groups"]),
        updated=date.fromisoformat(updated) if updated else None,
        fetched_at=datetime.fromisoformat(fetched_at) if fetched_at else None,
        words=len(summary["text"].split()) if summary else 0,
        sections=tuple(_counted(section["kind"], len(section["links"])) for section in sections),
        organizations=_shared(name for link in links for name in link["organizations"]),
        from_nih=sum(link["from_nih"] for link in links),
        has_image=record["image"] is not None,
        has_mesh=bool(record["mesh_headings"]),
        unmapped=len(quality["unmapped_text"]),
        warnings=tuple((warning["code"], warning["detail"]) for warning in quality["warnings"]),
    )


def _shared(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each of which is in memory once, however many topics say it."""
    return tuple(map(sys.intern, names))


@lru_cache
def _counted(kind: str, links: int) -> tuple[str, int]:
    return kind, links
