"""robots.txt, as RFC 9309 has it.

It stands in for Scrapy's own middleware, which tells all requests that wait for robots.txt, but the first, that there
are no rules, and takes a server error for permission.
"""

import asyncio
from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from medscrape.crawling.access import run_of
from medscrape.crawling.outcomes import finding_of_failure
from medscrape.crawling.pace import Pace
from medscrape.crawling.refusals import DisallowedError, StoppingError
from medscrape.crawling.requests import is_for_robots, robots_request
from medscrape.crawling.robots import READ_LIMIT, RobotsRules, everything_allowed, read_robots

_LONGEST_USE = 24 * 3600  # seconds, RFC 9309 section 2.4


class RobotsGate:
    """Lets no request pass before robots.txt has answered, and none that it forbids."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)
        self._reading: asyncio.Task[RobotsRules | None] | None = None
        self._asked_at = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The gate of a crawler's origin."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Lets a request pass, or raises."""
        if is_for_robots(request):
            return
        rules = await self.rules()
        if rules is None:
            raise StoppingError("there is no answer about robots.txt")
        if not rules.allows(request.url):
            raise DisallowedError("robots.txt does not allow it")

    async def rules(self) -> RobotsRules | None:
        """The rules; everyone who asks waits for them. None when there is no answer: then the run is over."""
        if self._reading is None or (self._reading.done() and monotonic() - self._asked_at > _LONGEST_USE):
            self._asked_at = monotonic()
            self._reading = asyncio.ensure_future(self._read())
        return await asyncio.shield(self._reading)

    async def _read(self) -> RobotsRules | None:
        request = robots_request(self._run.origin.robots_url, NO_CALLBACK)
        longest = self._crawler.settings.getint("MEDSCRAPE_INDEX_MAXSIZE")
        request.meta["download_maxsize"] = max(longest, READ_LIMIT) if longest else 0
        download = self._crawler.engine.download_async(request)
        (answer,) = await asyncio.gather(download, return_exceptions=True)
        if isinstance(answer, BaseException):
            self._give_up(answer)
            return None
        rules = self._rules_of(answer)
        if rules is not None:
            self._keep_pace(request, rules)
        return rules

    def _rules_of(self, response: Response) -> RobotsRules | None:
        if 200 <= response.status < 300:
            return read_robots(response.body)
        if 400 <= response.status < 500 and response.status != 429:
            return everything_allowed()
        self._run.abort(
            f"{response.url} answers {response.status}, so nothing may be fetched from there now (RFC 9309); "
            "try again later."
        )
        return None

    def _give_up(self, error: BaseException) -> None:
        if not isinstance(error, StoppingError):
            root, detail = self._run.origin.root, finding_of_failure(error).detail
            self._run.abort(f"{root} gives no answer to /robots.txt: {detail}. Check the address and the connection.")

    def _keep_pace(self, request: Request, rules: RobotsRules) -> None:
        longest = self._crawler.settings.getfloat("MEDSCRAPE_CRAWL_DELAY_MAX")
        if rules.delay > longest:
            self._run.abort(
                f"{request.url} asks for {rules.delay:.0f} seconds between requests, more than the "
                f"MEDSCRAPE_CRAWL_DELAY_MAX of {longest:.0f}; raise that setting to crawl as slowly as the site wants."
            )
        pace = self._crawler.get_extension(Pace)
        if pace is not None and rules.delay:
            pace.slow_down(request, rules.delay)
