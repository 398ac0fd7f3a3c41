"""The spider: which pages, in what order."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from medscrape.crawling.discovery import IndexPage, index_pages, read_index
from medscrape.crawling.middlewares.robots import RobotsGate
from medscrape.crawling.outcomes import finding_of_failure
from medscrape.crawling.reading import AskAgain, Kept, read_page
from medscrape.crawling.refusals import StoppingError
from medscrape.crawling.requests import failed_request, page_request, topic_request
from medscrape.crawling.run import CrawlRun
from medscrape.models import Topic
from medscrape.vocabulary.sites import TopicAddress

_INDEX_LIMIT = "MEDSCRAPE_INDEX_MAXSIZE"


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
        self.run.meet(reading.topics, listed=not page.is_sitemap)
        yield from self._read_on(page, reading.problem)

    def index_failed(self, failure: Failure) -> Iterator[Request]:
        """Goes on without an index page, where that is possible."""
        if isinstance(failure.value, StoppingError):
            return
        request = failed_request(failure)
        detail = finding_of_failure(failure.value, _INDEX_LIMIT).detail
        problem = f"{request.url} should list the topics, but {detail}."
        yield from self._read_on(request.cb_kwargs["page"], problem)

    def parse_topic(self, response: Response, topic: str) -> Iterator[Topic | Request]:
        """Commits what became of a page, and gives its record and the next requests."""
        self._under_way -= 1
        found = self._settle(topic, response)
        if found is not None:
            yield found
        yield from self._next_requests()

    def topic_failed(self, failure: Failure) -> Iterator[Request]:
        """Commits that a page gave no answer, unless the crawl itself is ending."""
        self._under_way -= 1
        if not isinstance(failure.value, StoppingError):
            request = failed_request(failure)
            self.run.note(request.cb_kwargs["topic"], finding_of_failure(failure.value), request=request)
        yield from self._next_requests()

    def go_on(self) -> None:
        """Keeps the spider open while there are pages to fetch."""
        self._under_way = 0
        self.run.take_back()
        requests = list(self._next_requests())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _settle(self, url: str, response: Response) -> Topic | Request | None:
        """Commits what an answer says; gives the record, or the request that is still needed to tell."""
        found = read_page(self.run, url, response)
        if isinstance(found, Kept):
            return found.topic if self.run.keep(url, found.topic, found.answered) else None
        if isinstance(found, AskAgain):
            return self._request(url, whole=True, is_check=found.is_check)
        if isinstance(found, TopicAddress):
            self.run.follow(url, found, response.status)
        else:
            self.run.note(url, found, request=response.request, body=response.body)
        return None

    def _discover(self) -> Iterator[Request]:
        """The next index page or, when all are read, the first topics."""
        page = next(self._index_pages, None)
        if page is not None:
            url = self.run.origin.page(page.path)
            request = page_request(url, self.parse_index, self.index_failed, page=page)
            request.meta["download_maxsize"] = self.crawler.settings.getint(_INDEX_LIMIT)
            yield request
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
            yield self._request(url)

    def _request(self, url: str, *, whole: bool = False, is_check: bool = False) -> Request:
        self._under_way += 1
        asked = self.run.asked(url, whole=whole, is_check=is_check)
        place = self.run.origin.fetch_url(url) or url
        return topic_request(place, url, asked, self.parse_topic, self.topic_failed)
