"""What a command has seen so far, for the person who waits for it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from medscrape.crawling.outcomes import Finding
from medscrape.models import Outcome, Topic

_MOST_KINDS = 100  # of troubles that are told apart; memory must not grow with what a site thinks up


@dataclass(slots=True)
class Trouble:
    """What several pages were rejected for, or failed with."""

    example: str
    """URL of the first of them."""
    count: int = 0


@dataclass(slots=True)
class Tally:
    """Counts of one command; a resumed run has had others before."""

    topics: Counter[str] = field(default_factory=Counter)
    """Records, by language."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    """Pages without a record."""
    troubles: dict[str, Trouble] = field(default_factory=dict)
    """Pages that were rejected or failed, by the reason."""
    remarks: list[str] = field(default_factory=list)
    """What was odd about the crawl as a whole, as sentences."""
    disallowed: set[str] = field(default_factory=set)
    """Topic URLs left out because robots.txt does not allow them."""
    started: float = field(default_factory=monotonic)
    ended: float | None = None
    """When the last page was done; what follows is for the release."""
    on_page: Callable[[], None] = lambda: None
    """Called after each page that was counted."""

    @property
    def pages(self) -> int:
        """Topic URLs that have an outcome."""
        return self.topics.total() + self.outcomes.total()

    def count_topic(self, topic: Topic) -> None:
        """A page that gave a record."""
        self.topics[topic.language] += 1
        self.on_page()

    def count_back(self, language: str) -> None:
        """A page that was counted and is to be fetched again."""
        self.topics[language] -= 1

    def count_finding(self, url: str, finding: Finding) -> None:
        """A page that gave none."""
        self.outcomes[finding.outcome] += 1
        if finding.outcome in {Outcome.REJECTED, Outcome.FAILED}:
            self._count_trouble(url, finding)
        self.on_page()

    def _count_trouble(self, url: str, finding: Finding) -> None:
        why = f"{finding.reason.value if finding.reason else finding.outcome.value}: {finding.detail}"
        if why in self.troubles or len(self.troubles) < _MOST_KINDS:
            self.troubles.setdefault(why, Trouble(url)).count += 1
