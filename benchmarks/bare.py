"""Bare Scrapy, for comparison: `python -m benchmarks.bare ROOT PATHS OUT nothing|parse [CACHE]`.

Fetches every path of a list, as many at once as ours, on uvloop; parses with our parser into JSON Lines, or not at all.
With a folder for Scrapy's HTTP cache it revalidates by RFC 2616.
"""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from medscrape import parse_page
from medscrape.settings import MEDSCRAPE_SAMPLE_SETTINGS
from medscrape.vocabulary.sites import SAMPLE

AT_ONCE = MEDSCRAPE_SAMPLE_SETTINGS["CONCURRENT_REQUESTS_PER_DOMAIN"]


class BareSpider(Spider):
    """What a tutorial would write, with our parser in its callback."""

    name = "bare"

    def __init__(self, root: str, paths: str, out: str, work: str, **options: Any) -> None:
        super().__init__(**options)
        self._root = root
        self._paths = Path(paths).read_text().split()
        self._out = Path(out).open("wb")  # noqa: SIM115 - closed with the spider
        self._parses = work == "parse"

    async def start(self) -> AsyncIterator[Request]:
        """A request for each path."""
        for path in self._paths:
            yield Request(self._root + path[1:], cb_kwargs={"path": path[1:]}, dont_filter=True)

    def parse(self, response: Response, path: str) -> None:
        """Writes the record, if records are wanted."""
        if self._parses:
            topic = parse_page(response.body, SAMPLE.home + path)
            self._out.write(topic.to_line() + b"\n")

    def closed(self, _: str) -> None:
        """Ends the file."""
        self._out.close()


def main() -> None:
    """Crawls."""
    root, paths, out, work, *cache = sys.argv[1:]
    settings = {
        "CONCURRENT_REQUESTS": AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
        "DOWNLOAD_DELAY": 0,
        "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "HTTPCACHE_ENABLED": bool(cache),
        "HTTPCACHE_DIR": cache[0] if cache else "",
        "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(BareSpider, root=root, paths=paths, out=out, work=work)
    process.start()


if __name__ == "__main__":
    main()
