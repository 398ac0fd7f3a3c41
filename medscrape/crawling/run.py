"""A run of the crawl: between the spider that meets pages and the store that remembers them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from scrapy import Request

from medscrape.archive import ArchiveWriter, Exchange, holds, repair
from medscrape.crawling.frontier import Frontier
from medscrape.crawling.moves import Moves
from medscrape.crawling.origin import Origin
from medscrape.crawling.outcomes import Finding
from medscrape.crawling.patience import Patience, Unanswered, Verdict
from medscrape.crawling.receipts import receipt_of
from medscrape.crawling.requests import Asked
from medscrape.crawling.revalidation import Revalidation, conditions
from medscrape.crawling.tally import Tally
from medscrape.errors import IncompleteRunError, MedscrapeError
from medscrape.models import Capture, Outcome, Scope, Topic, Traffic
from medscrape.releasing import Acceptance, Rules, accept
from medscrape.store import Answered, Release, Store
from medscrape.store.trouble import told_plainly
from medscrape.vocabulary.sites import TopicAddress


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a run keeps the answers, and how far it believes them."""

    folder: Path
    """The archive's."""
    file_size: int
    """Where a file of the archive ends, in bytes."""
    check_share: float
    """Share of the pages said to be unchanged that is fetched all the same."""


class CrawlRun:
    """What a crawl decides about URLs, and the one place that commits what became of them."""

    def __init__(self, store: Store, origin: Origin, scope: Scope, patience: Patience, evidence: Evidence) -> None:
        self.origin = origin
        self.scope = scope
        self.tally = Tally()
        self.problem: str | None = None
        """Why the run cannot be completed, as a sentence, or None."""
        self.on_abort: Callable[[], None] = lambda: None
        self.may_fetch: Callable[[str], bool] = lambda _: True
        self._store = store
        self._patience = patience
        self._evidence = evidence
        self._moves = Moves()
        self._unanswered = Unanswered(patience)
        self._named_by_twin: set[str] = set()
        self._run = store.begin(scope, datetime.now(UTC), patience.resume_within)
        self._open_archive()
        self.archive = ArchiveWriter(evidence.folder, self.id, longest=evidence.file_size)
        self.revalidation = Revalidation(store, evidence.folder, self.id, evidence.check_share)
        if self._run.resumed:
            self._ask_again_for_lost(evidence.folder)
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

    def meet(self, addresses: Iterable[TopicAddress], *, first: bool = False, listed: bool = False) -> None:
        """Takes in topics that the site names; `listed` ones stand on an index page."""
        met = self._frontier.add(self._allowed(addresses), first=first)
        self._require_an_end()
        if self.scope.limit is None:
            with self._writing():
                self._store.discover(self._run, met, listed=listed)

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

    def asked(self, url: str, *, whole: bool = False, is_check: bool = False) -> Asked:
        """How a page is asked for: whether it has changed, where that can be asked and believed, else whole."""
        known = self.revalidation.known(url)
        is_conditional = known is not None and not whole and self.revalidation.believes
        return Asked(known, conditions(known.provenance) if known and is_conditional else {}, is_check)

    def archive_exchange(self, exchange: Exchange, earlier: Capture | None) -> Capture | None:
        """Archives a request and its answer; None when that is not possible, which ends the run."""
        with self._writing(), told_plainly(self._evidence.folder):
            return self.archive.append(exchange, earlier)
        return None

    def keep(self, url: str, topic: Topic, answered: Answered | None = None) -> bool:
        """Commits a page that gave a record, with the twins it names; False if another URL stands for the topic."""
        # The twin of a twin is the page it came from; a site where it leads ever further has no end.
        leads_on = not self.scope.topics and url not in self._named_by_twin
        twins = (self.origin.address(twin.url) for twin in topic.translations) if leads_on else ()
        found = self._frontier.add_within_limit(self._allowed(filter(None, twins)))
        self._named_by_twin.update(found)
        self._require_an_end()
        self._write_unanswered()
        kept: bool | None = None
        with self._writing():
            kept = self._store.finish_topic(self._run, url, topic, found, answered)
        if kept:
            self.tally.count_topic(topic)
        elif kept is False:
            self._frontier.make_room(url)
            self.tally.count_finding(url, Finding(Outcome.DUPLICATE, f"the same topic as {topic.url}"))
        return bool(kept)

    def note(self, url: str, finding: Finding, *, request: Request | None = None, body: bytes = b"") -> None:
        """Commits a page that gave no record; one without an answer is held back until another page answers."""
        self._frontier.make_room(url)
        self.tally.count_finding(url, finding)
        receipt = receipt_of(request) if request else None
        digest = sha256(body).hexdigest() if body else None
        verdict = Verdict(url, finding, datetime.now(UTC), digest, receipt.capture if receipt else None)
        if not finding.may_pass:
            self._write_unanswered()
            with self._writing():
                self._finish(verdict)
        elif too_many := self._unanswered.hold(verdict):
            self.abort(too_many)

    def follow(self, url: str, target: TopicAddress, http_status: int) -> None:
        """Commits a redirect from one topic's address to another's, which is then fetched in its own right."""
        to = self.origin.site.topic_url(target.language, target.slug)
        if self._moves.leads_nowhere(url, to):
            detail = f"redirects in a circle or without end, by way of {to}"
            self.note(url, Finding(Outcome.FAILED, detail, http_status=http_status))
            return
        if url in self._named_by_twin:
            self._named_by_twin.add(to)
        self.meet([target], first=True)
        outcome = Outcome.DUPLICATE if self._frontier.covers(target) else Outcome.NOT_TOPIC
        self.note(url, Finding(outcome, f"leads to {to}", http_status=http_status, leads_to=to))

    def distrust(self, url: str) -> None:
        """Takes the server's word no longer: it called this page unchanged, and it was not."""
        if self.revalidation.believes:
            self.revalidation.distrust()
            self.tally.remarks.append(
                f"The server called {url} unchanged although it had changed, so every page was fetched whole; "
                "with -s MEDSCRAPE_FULL_CHECK_SHARE=1 that is done from the start."
            )

    def take_back(self) -> None:
        """Has the pages fetched after all that were kept on the word of a server that is no longer believed."""
        if self.revalidation.believes or self.problem is not None:
            return
        with self._writing():
            urls = self._store.believed(self._run)
            self._store.reopen(self._run, urls)
            self._frontier.put_back(urls)
            for address in filter(None, map(self.origin.site.address, urls)):
                self.tally.count_back(address.language)

    def note_traffic(self, requests: int, received: int) -> None:
        """Commits what the crawl has cost."""
        with self._writing():
            traffic = Traffic(requests=requests, received=received)
            self._store.note_traffic(self._run, traffic, self.revalidation.share)

    def abort(self, sentence: str) -> None:
        """Ends the run before its end, for a reason; the first reason counts."""
        if self.problem is None:
            self.problem = sentence
            self.on_abort()

    def accept(self, closed_for: str | None, rules: Rules, force: Acceptance | None) -> Release:
        """Makes the run the next release; raises `IncompleteRunError` when it is not whole, `GateError` when held."""
        if closed_for != "finished":
            self.abort("The crawl was stopped before its end.")
        self._write_unanswered()
        with self._writing(), told_plainly(self._evidence.folder):
            self.archive.sync()
        try:
            if self.problem is not None:
                raise IncompleteRunError(self.problem)
            if self.waiting:
                raise IncompleteRunError(f"{self.waiting} pages were never asked for.")
            return accept(self._store, self._run, datetime.now(UTC), rules, force)
        except IncompleteRunError:
            self._store.interrupt(self._run)
            raise

    def _open_archive(self) -> None:
        with told_plainly(self._evidence.folder):
            for done in repair(self._evidence.folder):
                self.tally.remarks.append(
                    f"{done.path} ended in the middle of a record; its last {done.removed} bytes were cut off."
                )

    def _ask_again_for_lost(self, folder: Path) -> None:
        """A power cut can take archived answers whose outcome was committed: their pages are fetched again."""
        pages = (page for page in self._store.known_pages() if page.provenance.run_id == self.id)
        captures = ((page.url, page.provenance.capture) for page in pages)
        self._store.reopen(self._run, [url for url, capture in captures if capture and not holds(folder, capture)])

    def _allowed(self, addresses: Iterable[TopicAddress]) -> Iterator[TopicAddress]:
        site = self.origin.site
        for address in addresses:
            url = site.topic_url(address.language, address.slug)
            if self.may_fetch(self.origin.fetch_url(url) or url):
                yield address
            else:
                self.tally.disallowed.add(url)

    def _require_an_end(self) -> None:
        most = self._patience.most_topics
        if self._frontier.met > most:
            self.abort(
                f"{self.origin.root} names more than {most} topic pages, so it looks like a trap; "
                "if it is none, raise MEDSCRAPE_TOPICS_MAX."
            )

    def _write_unanswered(self) -> None:
        """Commits what was held back, unless the run is being given up: then the next command asks again."""
        if self.problem is None:
            with self._writing():
                for verdict in self._unanswered.let_go():
                    self._finish(verdict)

    def _finish(self, verdict: Verdict) -> None:
        url, finding = verdict.url, verdict.finding
        rejection = verdict.rejection(self.id)
        if rejection:
            self._store.finish_rejected(self._run, url, rejection)
        else:
            outcome, status, detail = finding.outcome, finding.http_status, finding.detail
            self._store.finish_other(self._run, url, outcome, status, detail, verdict.moment, leads_to=finding.leads_to)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What the store refuses ends the run; its sentence is what the user reads."""
        try:
            yield
        except MedscrapeError as error:
            self.abort(str(error))
