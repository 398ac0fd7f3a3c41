"""Runs over the sample site without a web server or Scrapy: each page goes from the parser into the store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from store_helpers import FULL, HALF_A_DAY, NOON, rejection

from medscrape import PageError, parse_page
from medscrape.models import Outcome, Scope, Topic
from medscrape.releasing import Acceptance, Rules, accept
from medscrape.sample_site import SamplePage, SampleSite, build
from medscrape.store import Release, Run, Store
from medscrape.vocabulary.sites import SAMPLE

DAY = timedelta(days=1)
AT_ONCE = Rules(removal_after=timedelta(0))
Alter = Callable[[str, SamplePage], SamplePage]
"""What a server does to a page on its way out."""


def as_it_is(_: str, page: SamplePage) -> SamplePage:
    return page


@dataclass(frozen=True)
class Visit:
    """A run over an edition of the site."""

    edition: int = 1
    day: int = 0
    alter: Alter = as_it_is
    rows: Callable[[list[str]], list[str]] = list
    """What the index names, of all the topics of the site."""
    scope: Scope = FULL

    @property
    def at(self) -> datetime:
        return NOON + self.day * DAY


@cache
def site(edition: int) -> SampleSite:
    return build(edition)


@cache
def parsed(body: bytes, url: str) -> Topic:
    return parse_page(body, url)


def crawl(store: Store, visit: Visit) -> Run:
    """What the crawl does to the store, up to the acceptance."""
    run = store.begin(visit.scope, visit.at, HALF_A_DAY)
    paths = list(site(visit.edition).topic_paths())
    store.discover(run, map(_url, visit.rows(paths)), listed=True)
    store.discover(run, (page.url for page in store.known_pages()))
    while urls := list(store.pending(run)):
        for url in urls:
            _fetch(store, run, url, visit)
    return run


def release(store: Store, visit: Visit, rules: Rules = AT_ONCE, force: Acceptance | None = None) -> Release:
    return accept(store, crawl(store, visit), visit.at, rules, force)


def _url(path: str) -> str:
    return f"{SAMPLE.home}{path.removeprefix('/')}"


def _fetch(store: Store, run: Run, url: str, visit: Visit) -> None:
    path = SAMPLE.path_of(url) or ""
    page = visit.alter(path, site(visit.edition).get(path))
    if page.location:
        store.discover(run, [page.location])
        store.finish_other(
            run, url, Outcome.DUPLICATE, page.status, f"leads to {page.location}", visit.at, leads_to=page.location
        )
    elif page.status in {404, 410}:
        store.finish_other(run, url, Outcome.GONE, page.status, "not found", visit.at)
    elif page.status != 200:
        store.finish_other(run, url, Outcome.FAILED, page.status, f"the server answers {page.status}", visit.at)
    else:
        _read(store, run, url, page, visit)


def _read(store: Store, run: Run, url: str, page: SamplePage, visit: Visit) -> None:
    try:
        topic = parsed(page.body, url)
    except PageError:
        store.finish_rejected(run, url, rejection(url.rpartition("/")[2].removesuffix(".html"), visit.at))
        return
    origin = topic.provenance.model_copy(update={"run_id": run.id, "fetched_at": visit.at, "http_status": page.status})
    store.finish_topic(run, url, topic.with_provenance(origin))


def lines(store: Store) -> Iterator[bytes]:
    last = store.last_release()
    assert last
    return store.lines(last)
