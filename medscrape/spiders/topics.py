"""The spider: which pages, in what order."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any, Self

from pydantic import ValidationError
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from medscrape.crawling.discovery import IndexPage, index_pages, read_index
from medscrape.crawling.middlewares.redirects import redirect_target
from medscrape.crawling.middlewares.robots import RobotsGate
from medscrape.crawling.outcomes import (
    content_type_of,
    finding_of_failure,
    finding_of_page,
    finding_of_response,
)
from medscrape.crawling.provenance import with_origin
from medscrape.crawling.refusals import StoppingError
from medscrape.crawling.requests import failed_request, page_request, topic_request
from medscrape.crawling.run import CrawlRun
from medscrape.errors import PageError
from medscrape.models import Topic
from medscrape.parsers import parse_page


class TopicsSpider(Spider):
    """Reads the index pages one after the other, then every topic they name, then the twins those name."""

    name = "topics"

    def __init__(self, run: CrawlRun, **options: Any) -> None:
        super().__init__(**options)
        self.run = run
        self._index_pages = iter(index_pages(run.scope))
        self._under_way = 0
        self._at_once = 1

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **options: Any) -> Self:
        """The spider of a run."""
        spider = super().from_crawler(crawler, *args, **options)
        # Twice as many as can be on their way keep the downloader busy, and memory flat.
        spider._at_once = 2 * crawler.settings.getint("CONCURRENT_REQUESTS")
        crawler.signals.connect(spider.go_on, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first requests, once robots.txt has answered."""
        gate = self.crawler.get_downloader_middleware(RobotsGate)
        rules = await gate.rules() if gate else None
        if rules is not None:
            self.run.may_fetch = rules.allows
            for request in self._discover():
                yield request

    def parse_index(self, response: Response, page: IndexPage) -> Iterator[Request]:
        """Takes in the topics of an index page."""
        reading = read_index(page, response, self.run.origin)
        self.run.meet(reading.topics)
        yield from self._read_on(page, reading.problem)

    def index_failed(self, failure: Failure) -> Iterator[Request]:
        """Goes on without an index page, where that is possible."""
        if isinstance(failure.value, StoppingError):
            return
        request = failed_request(failure)
        problem = f"{request.url} should list the topics, but {finding_of_failure(failure.value).detail}."
        yield from self._read_on(request.cb_kwargs["page"], problem)

    def parse_topic(self, response: Response, topic: str) -> Iterator[Topic | Request]:
        """Commits what became of a page, and gives its record and the next requests."""
        self._under_way -= 1
        record = self._read(topic, response)
        if record is not None and self.run.keep(topic, record):
            yield record
        yield from self._next_requests()

    def topic_failed(self, failure: Failure) -> Iterator[Request]:
        """Commits that a page gave no answer, unless the crawl itself is ending."""
        self._under_way -= 1
        if not isinstance(failure.value, StoppingError):
            self.run.note(failed_request(failure).cb_kwargs["topic"], finding_of_failure(failure.value))
        yield from self._next_requests()

    def go_on(self) -> None:
        """Keeps the spider open while there are pages to fetch."""
        self._under_way = 0
        requests = list(self._next_requests())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _read(self, url: str, response: Response) -> Topic | None:
        origin = self.run.origin
        target = redirect_target(response)
        address = origin.address(target) if target else None
        if address is not None:
            self.run.follow(url, address, response.status)
            return None
        finding = finding_of_response(response)
        if finding is None:
            try:
                content_type = content_type_of(response) or None
                topic = parse_page(response.body, origin.canonical_url(response.url) or url, content_type=content_type)
                return with_origin(topic, response, self.run.id, datetime.now(UTC))
            except (PageError, ValidationError) as error:
                finding = finding_of_page(error, response.status)
        self.run.note(url, finding, hashlib.sha256(response.body).hexdigest() if response.body else None)
        return None

    def _discover(self) -> Iterator[Request]:
        """The next index page or, when all are read, the first topics."""
        page = next(self._index_pages, None)
        if page is not None:
            url = self.run.origin.page(page.path)
            yield page_request(url, self.parse_index, self.index_failed, page=page)
            return
        self.run.meet_asked()
        self.run.meet_known()
        if not self.run.met:
            self.run.abort(f"{self.run.origin.root} names no topic that may be fetched; check languages and base_url.")
        yield from self._next_requests()

    def _read_on(self, page: IndexPage, problem: str | None) -> Iterator[Request]:
        if problem and page.is_required:
            self.run.abort(problem)
            return
        if problem:
            self.run.tally.remarks.append(problem)
        yield from self._discover()

    def _next_requests(self) -> Iterator[Request]:
        while self._under_way < self._at_once and self.run.problem is None and (url := self.run.next_url()):
            self._under_way += 1
            yield topic_request(self.run.origin.fetch_url(url) or url, url, self.parse_topic, self.topic_failed)
