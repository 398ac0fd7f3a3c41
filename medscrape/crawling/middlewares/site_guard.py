"""The last word on where requests go."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from medscrape.crawling.access import is_stopping, run_of
from medscrape.crawling.origin import Origin
from medscrape.crawling.refusals import OffSiteError, StoppingError


class SiteGuard:
    """Stops every request that would leave the site, or the mirror that stands for it, whoever made it."""

    def __init__(self, crawler: Crawler, origin: Origin) -> None:
        self._crawler = crawler
        self._origin = origin

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The guard of a crawler's origin."""
        return cls(crawler, run_of(crawler).origin)

    def process_request(self, request: Request) -> None:
        """Lets a request pass, or raises."""
        if is_stopping(self._crawler):
            raise StoppingError("the crawl is ending")
        if not self._origin.allows(request.url):
            raise OffSiteError(f"leads off the site, to {request.url}")
