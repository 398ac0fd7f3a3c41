"""How fast requests follow each other, as the server sees it."""

from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler


class Pace:
    """Keeps the delay between requests: what robots.txt asks for, and counted from the last answer or failure.

    Scrapy counts from the start of a request; one that takes long to connect would then be followed too soon.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._answered: set[Request] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pace of a crawler's downloader."""
        pace = cls(crawler)
        crawler.signals.connect(pace.headers_received, signal=signals.headers_received)
        crawler.signals.connect(pace.request_left, signal=signals.request_left_downloader)
        return pace

    def headers_received(self, request: Request) -> None:
        """Starts the delay anew with an answer."""
        self._answered.add(request)
        self.rest(request, 0)

    def request_left(self, request: Request) -> None:
        """Starts the delay anew with a failure."""
        if request in self._answered:
            self._answered.remove(request)
        else:
            self.rest(request, 0)

    def rest(self, request: Request, seconds: float) -> None:
        """Holds back for so long what waits in the downloader for the host of this request."""
        downloader = self._crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is not None:
            slot.lastseen = max(slot.lastseen, monotonic() + seconds)

    def slow_down(self, request: Request, seconds: float) -> None:
        """Leaves at least so many seconds between requests to the host of this one; never speeds up."""
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        slot = downloader.slots.get(key)
        delay = max(seconds, slot.delay if slot else downloader.settings.getfloat("DOWNLOAD_DELAY"))
        if slot is not None:
            slot.delay, slot.jitter, slot.lastseen = delay, 0.0, monotonic()
        # Scrapy forgets a slot that was idle for a minute, and builds the next from these settings.
        downloader.per_slot_settings.setdefault(key, {}).update(delay=delay, jitter=0.0)
