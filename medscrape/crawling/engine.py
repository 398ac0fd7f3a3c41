"""Scrapy's process around a run: from the first request to the closed spider."""

import asyncio
import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.log import get_scrapy_root_handler
from twisted.python.failure import Failure

from medscrape.crawling.mistakes import note_mistake
from medscrape.crawling.refusals import StoppingError
from medscrape.crawling.run import CrawlRun
from medscrape.crawling.stopping import held_back, listen
from medscrape.terminal import PlainFormatter

SPIDER = "topics"
# Seconds for answers that are on their way when the crawl is told to stop.
_GRACE = 5
# They tell of pages that are too large, cut short or not to be read, and so does the table at the end.
_TOLD_OTHERWISE = (
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.scraper",
    "scrapy.downloadermiddlewares.httpcompression",
)


@dataclass(slots=True)
class Traffic:
    """What a crawl cost, and how it ended."""

    requests: int = 0
    received: int = 0
    """Bytes from the network."""
    closed_for: str | None = None
    """The reason Scrapy gives for the end; None when it was killed."""


class _Process(AsyncCrawlerProcess):
    """Scrapy's process, which calls off what still waits as soon as it is asked to stop."""

    async def stop(self) -> None:
        for crawler in self.crawlers:
            _call_off(crawler)
        asyncio.get_running_loop().call_later(_GRACE, self._stop_reactor)
        await super().stop()


def drive(run: CrawlRun, settings: Settings) -> Traffic:
    """Lets the spider work on the run until it is done, aborted or interrupted."""
    traffic = Traffic()
    with held_back():
        process = _Process(settings)
        crawler = process.create_crawler(SPIDER)
    endings: list[asyncio.Future[None]] = []

    def abort() -> None:
        _call_off(crawler)
        endings.append(asyncio.ensure_future(crawler.engine.close_spider_async(reason="aborted")))

    def started() -> None:
        _set_up_log(settings)  # not earlier: Scrapy does so until then

    def closed(reason: str) -> None:
        traffic.closed_for = reason

    def mistaken(failure: Failure, response: Response) -> None:
        note_mistake(run, failure, response.request)

    run.on_abort = abort
    crawler.signals.connect(started, signals.engine_started, weak=False)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)
    crawler.signals.connect(mistaken, signals.spider_error, weak=False)
    task = process.crawl(crawler, run=run)
    with _start_up_left_alone():
        process.start()
    listen()
    run.on_abort = lambda: None
    if task.done() and (error := task.exception()):
        raise error
    traffic.requests = crawler.stats.get_value("downloader/request_count", 0)
    traffic.received = crawler.stats.get_value("downloader/response_bytes", 0)
    return traffic


@contextmanager
def _start_up_left_alone() -> Iterator[None]:
    """Spares the garbage collector what was made before: it would look through it with every hundred pages again."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _set_up_log(settings: Settings) -> None:
    """What is logged holds addresses and words from the network."""
    handler = get_scrapy_root_handler()
    if handler is None:
        return
    handler.setFormatter(PlainFormatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    if handler.level > logging.INFO:
        for name in _TOLD_OTHERWISE:
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _call_off(crawler: Crawler) -> None:
    """Ends the wait of requests that have not left yet; those on their way are waited for."""
    if crawler.spider is None:
        return  # asked to stop before the start
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(StoppingError("the crawl is ending"))
