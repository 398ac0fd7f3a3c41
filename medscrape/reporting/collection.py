"""What all topics together amount to: how fresh, how full, how linked they are."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from statistics import median

from medscrape.reporting.facts import TopicFacts

Oldest = tuple[date, str, str]
"""When a page was updated, the id of its topic, and the title."""


class Collection:
    """The topics of a release, in figures; `today` is what ages are counted from.

    Topics are taken in one at a time. What is kept are counts, so memory grows with the names that pages use and not
    with the number of pages.
    """

    def __init__(self, today: date, topics: Iterable[TopicFacts] = ()) -> None:
        self.today = today
        self.ages_in: dict[str, Counter[int]] = {}
        """Topics by the days since their last update, for each language; pages without a date are left out."""
        self.oldest: Oldest | None = None
        self.oldest_fetch: datetime | None = None
        self.groups: dict[str, Counter[str]] = {}
        """Topics by group, for each language."""
        self.grouped: Counter[str] = Counter()
        """Topics that name a group, by language."""
        self.words: Counter[int] = Counter()
        """Topics by the words of their summary."""
        self.sections: Counter[int] = Counter()
        """Topics by the number of their sections."""
        self.links: Counter[int] = Counter()
        """Topics by the number of their links."""
        self.links_in: dict[str, Counter[int]] = {}
        """Sections by the number of their links, for each kind."""
        self.kinds: Counter[str] = Counter()
        """Topics by the kinds of section that they have."""
        self.organizations: Counter[str] = Counter()
        """Links by the organization that they name."""
        self.from_nih = 0
        """Links that carry the mark of the National Institutes of Health."""
        self.with_image = self.with_mesh = self.with_unmapped = self.with_warnings = 0
        self.warnings: Counter[str] = Counter()
        """Topics by the codes of what looked odd."""
        self.examples: dict[str, tuple[str, str]] = {}
        """For each of these codes, the id of the first topic that has it, and the detail."""
        self.unmapped_example: str | None = None
        self._languages: Counter[str] = Counter()
        for topic in topics:
            self.take(topic)

    def take(self, topic: TopicFacts) -> None:
        """Takes in the next topic."""
        self._languages[topic.language] += 1
        self._take_dates(topic)
        self._take_words(topic)
        self._take_oddities(topic)
        self.organizations.update(topic.organizations)
        self.from_nih += topic.from_nih
        self.with_image += topic.has_image
        self.with_mesh += topic.has_mesh

    def _take_dates(self, topic: TopicFacts) -> None:
        if topic.fetched_at:
            self.oldest_fetch = min(self.oldest_fetch or topic.fetched_at, topic.fetched_at)
        if topic.updated:
            self.ages_in.setdefault(topic.language, Counter())[(self.today - topic.updated).days] += 1
            dated = (topic.updated, topic.id, topic.title)
            self.oldest = min(self.oldest or dated, dated)

    def _take_words(self, topic: TopicFacts) -> None:
        self.groups.setdefault(topic.language, Counter()).update(topic.groups)
        self.grouped[topic.language] += bool(topic.groups)
        self.words[topic.words] += 1
        self.sections[len(topic.sections)] += 1
        self.links[topic.links] += 1
        for kind, links in topic.sections:
            self.links_in.setdefault(kind, Counter())[links] += 1
        self.kinds.update({kind for kind, _ in topic.sections})

    def _take_oddities(self, topic: TopicFacts) -> None:
        if topic.unmapped:
            self.with_unmapped += 1
            self.unmapped_example = self.unmapped_example or topic.id
        if topic.warnings:
            self.with_warnings += 1
            self.warnings.update({code for code, _ in topic.warnings})
        for code, detail in topic.warnings:
            self.examples.setdefault(code, (topic.id, detail))

    @property
    def total(self) -> int:
        """The number of topics."""
        return self._languages.total()

    @property
    def all_links(self) -> int:
        """The number of links."""
        return sum(links * topics for links, topics in self.links.items())

    @property
    def languages(self) -> dict[str, int]:
        """Topics by language, the most frequent first."""
        return dict(self._languages.most_common())

    @property
    def ages(self) -> Counter[int]:
        """Topics by the days since their last update, whatever their language."""
        return sum(self.ages_in.values(), Counter[int]())


def middle_of(values: Iterable[int]) -> float:
    """The median, and 0 of nothing.

    >>> middle_of([3, 1, 2]), middle_of([])
    (2, 0)
    """
    found = list(values)
    return median(found) if found else 0


def middle(counts: Counter[int]) -> int:
    """The median of numbers that were counted, as a whole number.

    >>> middle(Counter({1: 1, 7: 2}))
    7
    """
    return round(middle_of(counts.elements()))
