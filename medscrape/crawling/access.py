"""The run that a crawler works on, for the components Scrapy builds."""

import asyncio
from time import monotonic
from typing import cast

from scrapy.crawler import Crawler

from medscrape.crawling.refusals import StoppingError
from medscrape.crawling.run import CrawlRun

_GLANCE = 0.2  # seconds between looks at whether the crawl goes on


def run_of(crawler: Crawler) -> CrawlRun:
    """The run of a crawler whose spider has been built."""
    return cast("CrawlRun", crawler.spider.run)  # type: ignore[union-attr]


def is_stopping(crawler: Crawler) -> bool:
    """Whether the crawl is on its way to its end."""
    return not crawler.crawling or run_of(crawler).problem is not None


async def wait(crawler: Crawler, seconds: float) -> None:
    """Lets time pass; raises `StoppingError` as soon as the crawl is ending."""
    end = monotonic() + seconds
    while (left := end - monotonic()) > 0:
        if is_stopping(crawler):
            raise StoppingError("the crawl is ending")
        await asyncio.sleep(min(left, _GLANCE))
