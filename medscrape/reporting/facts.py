"""What a report needs to know of a topic: a few hundred bytes instead of the whole record."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from medscrape.models import Link, Topic
from medscrape.vocabulary.sections import SectionKind


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
    sections: tuple[tuple[SectionKind, int], ...]
    """Each section with the number of its links."""
    organizations: tuple[str, ...]
    """The organizations that its links name, one for each time."""
    hosts: tuple[str, ...]
    """The hosts that its links lead to, each once."""
    from_nih: int
    """Links that carry the mark of the National Institutes of Health."""
    related: tuple[str, ...]
    """URLs of related topics, as far as the page gives them."""
    twins: tuple[str, ...]
    """URLs of the page in other languages."""
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


def facts_of(topic: Topic) -> TopicFacts:
    """A topic in figures."""
    links = [link for section in topic.sections for link in section.links]
    return TopicFacts(
        id=topic.id,
        language=topic.language,
        title=topic.title,
        url=topic.url,
        groups=_shared(topic.groups),
        updated=topic.page_updated,
        fetched_at=topic.provenance.fetched_at,
        words=len(topic.summary.text.split()) if topic.summary else 0,
        sections=tuple(_counted(section.kind, len(section.links)) for section in topic.sections),
        organizations=_shared(name for link in links for name in link.organizations),
        hosts=_shared(dict.fromkeys(_hosts(links))),
        from_nih=sum(link.from_nih for link in links),
        related=_shared(related.url for related in topic.related_topics if related.url),
        twins=tuple(twin.url for twin in topic.translations if twin.language != topic.language),
        has_image=topic.image is not None,
        has_mesh=bool(topic.mesh_headings),
        unmapped=len(topic.quality.unmapped_text),
        warnings=tuple((warning.code, warning.detail) for warning in topic.quality.warnings),
    )


def _shared(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each of which is in memory once, however many topics say it."""
    return tuple(map(sys.intern, names))


@lru_cache
def _counted(kind: SectionKind, links: int) -> tuple[SectionKind, int]:
    return kind, links


def _hosts(links: list[Link]) -> Iterator[str]:
    for link in links:
        if link.url:
            yield urlsplit(link.url).netloc.lower().removeprefix("www.")
