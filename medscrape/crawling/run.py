"""A run of the crawl: between the spider that meets pages and the store that remembers them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from medscrape.crawling.frontier import Frontier
from medscrape.crawling.moves import Moves
from medscrape.crawling.origin import Origin
from medscrape.crawling.outcomes import Finding
from medscrape.crawling.tally import Tally
from medscrape.errors import IncompleteRunError, MedscrapeError
from medscrape.models import Outcome, Rejection, Scope, Topic
from medscrape.store import Release, Store
from medscrape.vocabulary.sites import TopicAddress


@dataclass(frozen=True, slots=True)
class Patience:
    """When a run is given up, and how long it may be taken up again."""

    resume_within: timedelta
    failures_in_a_row: int
    """So many pages without an answer end the run."""


class CrawlRun:
    """What a crawl decides about URLs, and the one place that commits what became of them."""

    def __init__(self, store: Store, origin: Origin, scope: Scope, patience: Patience) -> None:
        self.origin = origin
        self.scope = scope
        self.tally = Tally()
        self.problem: str | None = None
        """Why the run cannot be completed, as a sentence, or None."""
        self.on_abort: Callable[[], None] = lambda: None
        self.may_fetch: Callable[[str], bool] = lambda _: True
        self._store = store
        self._patience = patience
        self._moves = Moves()
        self._unanswered: list[tuple[str, Finding, datetime]] = []
        self._run = store.begin(scope, datetime.now(UTC), patience.resume_within)
        self._frontier = Frontier(origin.site, scope, store.finished(self._run))
        self._frontier.add(filter(None, map(origin.site.address, store.pending(self._run))))

    @property
    def id(self) -> str:
        """The run's id."""
        return self._run.id

    @property
    def is_resumed(self) -> bool:
        """Whether an earlier command began the run."""
        return self._run.resumed

    @property
    def met(self) -> int:
        """How many topic URLs the run has met."""
        return self._frontier.met

    @property
    def waiting(self) -> int:
        """How many topic URLs are still to be fetched."""
        return len(self._frontier)

    def meet(self, addresses: Iterable[TopicAddress], *, first: bool = False) -> None:
        """Takes in topics that the site names."""
        met = self._frontier.add(self._allowed(addresses), first=first)
        if self.scope.limit is None:
            with self._writing():
                self._store.discover(self._run, met)

    def meet_asked(self) -> None:
        """Takes in the topics that were asked for by name."""
        site = self.origin.site
        urls = (site.topic_url(language, slug) for language in self.scope.languages for slug in self.scope.topics)
        self.meet(filter(None, map(site.address, urls)))

    def meet_known(self) -> None:
        """Takes in the pages that gave records before: leaving the index is no proof of absence."""
        if self.scope.limit is None and not self.scope.topics:
            pages = (self.origin.site.address(page.url) for page in self._store.known_pages())
            self.meet(filter(None, pages))

    def next_url(self) -> str | None:
        """The canonical URL to fetch next, or None."""
        url = self._frontier.take()
        if url is not None and self.scope.limit is not None:
            with self._writing():
                self._store.discover(self._run, [url])
        return url

    def keep(self, url: str, topic: Topic) -> bool:
        """Commits a page that gave a record, with the twins it names; False if another URL stands for the topic."""
        twins = () if self.scope.topics else (self.origin.address(twin.url) for twin in topic.translations)
        found = self._frontier.add_within_limit(self._allowed(filter(None, twins)))
        self._write_unanswered()
        kept: bool | None = None
        with self._writing():
            kept = self._store.finish_topic(self._run, url, topic, found)
        if kept:
            self.tally.count_topic(topic)
        elif kept is False:
            self._frontier.make_room(url)
            self.tally.count_finding(url, Finding(Outcome.DUPLICATE, f"the same topic as {topic.url}"))
        return bool(kept)

    def note(self, url: str, finding: Finding, sha256: str | None = None) -> None:
        """Commits a page that gave no record; one without an answer is held back until another page answers."""
        self._frontier.make_room(url)
        self.tally.count_finding(url, finding)
        moment = datetime.now(UTC)
        if finding.outcome is Outcome.FAILED:
            self._unanswered.append((url, finding, moment))
            if len(self._unanswered) == self._patience.failures_in_a_row:
                self.abort(f"{len(self._unanswered)} pages in a row gave no answer; of the last one: {finding.detail}.")
            return
        self._write_unanswered()
        with self._writing():
            if finding.reason:
                rejection = Rejection(
                    url=url,
                    reason=finding.reason,
                    detail=finding.detail,
                    http_status=finding.http_status,
                    sha256=sha256,
                    capture=None,
                    run_id=self.id,
                    seen_at=moment,
                )
                self._store.finish_rejected(self._run, url, rejection)
            else:
                self._finish_other(url, finding, moment)

    def follow(self, url: str, target: TopicAddress, http_status: int) -> None:
        """Commits a redirect from one topic's address to another's, which is then fetched in its own right."""
        to = self.origin.site.topic_url(target.language, target.slug)
        if self._moves.leads_nowhere(url, to):
            detail = f"redirects in a circle or without end, by way of {to}"
            self.note(url, Finding(Outcome.FAILED, detail, http_status=http_status))
            return
        self.meet([target], first=True)
        outcome = Outcome.DUPLICATE if self._frontier.covers(target) else Outcome.NOT_TOPIC
        self.note(url, Finding(outcome, f"leads to {to}", http_status=http_status))

    def abort(self, sentence: str) -> None:
        """Ends the run before its end, for a reason; the first reason counts."""
        if self.problem is None:
            self.problem = sentence
            self.on_abort()

    def accept(self, closed_for: str | None) -> Release:
        """Makes the run the next release; raises `IncompleteRunError` when it is not whole, `GateError` when held."""
        if closed_for != "finished":
            self.abort("The crawl was stopped before its end.")
        self._write_unanswered()
        try:
            if self.problem is not None:
                raise IncompleteRunError(self.problem)
            if self.waiting:
                raise IncompleteRunError(f"{self.waiting} pages were never asked for.")
            return self._store.accept(self._run, datetime.now(UTC))
        except IncompleteRunError:
            self._store.interrupt(self._run)
            raise

    def _allowed(self, addresses: Iterable[TopicAddress]) -> Iterator[TopicAddress]:
        site = self.origin.site
        for address in addresses:
            url = site.topic_url(address.language, address.slug)
            if self.may_fetch(self.origin.fetch_url(url) or url):
                yield address
            else:
                self.tally.disallowed.add(url)

    def _write_unanswered(self) -> None:
        """Commits what was held back, unless the run is being given up: then the next command asks again."""
        if self.problem is None:
            with self._writing():
                for url, finding, moment in self._unanswered:
                    self._finish_other(url, finding, moment)
            self._unanswered.clear()

    def _finish_other(self, url: str, finding: Finding, moment: datetime) -> None:
        self._store.finish_other(self._run, url, finding.outcome, finding.http_status, finding.detail, moment)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What the store refuses ends the run; its sentence is what the user reads."""
        try:
            yield
        except MedscrapeError as error:
            self.abort(str(error))
