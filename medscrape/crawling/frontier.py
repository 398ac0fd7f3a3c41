"""Which topic pages a run fetches: each canonical URL once, in the order the site names them."""

from collections import Counter, deque
from collections.abc import Iterable

from medscrape.models import Scope
from medscrape.vocabulary.sites import Site, TopicAddress


class Frontier:
    """The topic URLs of a run that are still to be fetched.

    With a limit, a URL that turns out to be no topic makes room for the next one, so what is fetched hangs on the
    order of the index alone, not on the sequence of answers.

    >>> from medscrape.vocabulary.sites import SAMPLE
    >>> frontier = Frontier(SAMPLE, Scope(languages=("en",), topics=(), limit=1))
    >>> met = frontier.add([TopicAddress("sample", "en", "a"), TopicAddress("sample", "en", "b")])
    >>> frontier.take(), frontier.take(), frontier.make_room("https://sample.invalid/a.html"), frontier.take()
    ('https://sample.invalid/a.html', None, None, 'https://sample.invalid/b.html')
    """

    def __init__(self, site: Site, scope: Scope, finished: Iterable[str] = ()) -> None:
        self._site = site
        self._limit = scope.limit
        self._known: set[str] = set(finished)
        self._waiting: dict[str, deque[str]] = {language: deque() for language in scope.languages}
        self._taken = Counter(map(self._language, self._known))

    def __len__(self) -> int:
        """How many URLs wait and may still be taken."""
        if self._limit is None:
            return sum(map(len, self._waiting.values()))
        return sum(min(len(urls), self._limit - self._taken[language]) for language, urls in self._waiting.items())

    @property
    def met(self) -> int:
        """How many URLs the run has met in all."""
        return len(self._known)

    def covers(self, address: TopicAddress) -> bool:
        """Whether a topic is in a language that was asked for."""
        return address.language in self._waiting

    def add(self, addresses: Iterable[TopicAddress], *, first: bool = False) -> tuple[str, ...]:
        """Takes in topics in order, behind or before all others; gives the URLs in scope that the run had not met."""
        met = []
        for address in filter(self.covers, addresses):
            url = self._site.topic_url(address.language, address.slug)
            if url not in self._known:
                self._known.add(url)
                met.append(url)
                queue = self._waiting[address.language]
                queue.appendleft(url) if first else queue.append(url)
        return tuple(met)

    def add_within_limit(self, addresses: Iterable[TopicAddress]) -> tuple[str, ...]:
        """Like `add`, but takes no more than the limit has room for: for topics that other topics name."""
        wanted = filter(self.covers, addresses)
        return tuple(
            url for address in wanted if self._has_room(address.language, all_in=True) for url in self.add([address])
        )

    def take(self) -> str | None:
        """The next URL to fetch, or None while there is none."""
        for language, urls in self._waiting.items():
            if urls and self._has_room(language):
                self._taken[language] += 1
                return urls.popleft()
        return None

    def make_room(self, url: str) -> None:
        """Notes that a URL that was taken is no topic."""
        self._taken[self._language(url)] -= 1

    def put_back(self, urls: Iterable[str]) -> None:
        """Takes in URLs again that were taken before."""
        for url in urls:
            self.make_room(url)
            self._waiting[self._language(url)].append(url)

    def _has_room(self, language: str, *, all_in: bool = False) -> bool:
        count = self._taken[language] + (len(self._waiting[language]) if all_in else 0)
        return self._limit is None or count < self._limit

    def _language(self, url: str) -> str:
        address = self._site.address(url)
        return address.language if address else ""
