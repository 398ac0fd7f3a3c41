"""What all topics together amount to: how fresh, how full, how linked they are."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median

from medscrape.reporting.facts import TopicFacts
from medscrape.vocabulary.sections import SectionKind


@dataclass(frozen=True)
class Collection:
    """The topics of a release, in figures; `today` is what ages are counted from."""

    topics: tuple[TopicFacts, ...]
    today: date

    @cached_property
    def languages(self) -> dict[str, int]:
        """Topics by language, the most frequent first."""
        return dict(Counter(topic.language for topic in self.topics).most_common())

    @cached_property
    def links(self) -> int:
        """The number of links."""
        return sum(topic.links for topic in self.topics)

    @cached_property
    def organizations(self) -> Counter[str]:
        """Links by the organization that they name."""
        return Counter(name for topic in self.topics for name in topic.organizations)

    @cached_property
    def hosts(self) -> Counter[str]:
        """Topics by the hosts that they link to."""
        return Counter(host for topic in self.topics for host in topic.hosts)

    @cached_property
    def kinds(self) -> Counter[SectionKind]:
        """Topics by the kinds of section that they have."""
        return Counter(kind for topic in self.topics for kind in {kind for kind, _ in topic.sections})

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The URLs of all topics."""
        return frozenset(topic.url for topic in self.topics)

    @cached_property
    def warnings(self) -> Counter[str]:
        """Topics by the codes of what looked odd."""
        return Counter(code for topic in self.topics for code in {code for code, _ in topic.warnings})

    @cached_property
    def ages(self) -> tuple[int, ...]:
        """Days since each page was updated, youngest first; pages without a date are left out."""
        return tuple(sorted((self.today - topic.updated).days for topic in self.topics if topic.updated))

    def groups(self, language: str) -> Counter[str]:
        """Topics of a language by group."""
        return Counter(group for topic in self.topics if topic.language == language for group in topic.groups)

    def count(self, holds: Callable[[TopicFacts], object]) -> int:
        """How many topics something holds for."""
        return sum(1 for topic in self.topics if holds(topic))

    def middle(self, measure: Callable[[TopicFacts], int]) -> int:
        """The middle of what is measured on each topic (the median); 0 without topics."""
        return round(middle_of(map(measure, self.topics)))

    def links_in(self, kind: SectionKind) -> int:
        """The middle number of links of the sections of a kind."""
        return round(middle_of(links for topic in self.topics for found, links in topic.sections if found == kind))


def middle_of(values: Iterable[int]) -> float:
    """The median, and 0 of nothing.

    >>> middle_of([3, 1, 2]), middle_of([])
    (2, 0)
    """
    found = list(values)
    return median(found) if found else 0
