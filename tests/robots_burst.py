"""Sends 100 requests at once past the gate: `robots_burst.py OUTPUT ROOT CONCURRENCY`.

The spider of the project asks the rules before it asks for pages, so only a spider that does not can test the gate.
"""

import sys
from datetime import timedelta
from pathlib import Path

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from medscrape.crawling.launch import project_settings
from medscrape.crawling.origin import Origin
from medscrape.crawling.run import CrawlRun, Evidence, Patience
from medscrape.models import Scope, Source
from medscrape.store import Store
from medscrape.vocabulary.sites import MEDLINEPLUS


class Burst(Spider):
    name = "burst"

    def __init__(self, run, **options):
        super().__init__(**options)
        self.run = run

    async def start(self):
        for number in range(100):
            yield Request(f"{self.run.origin.root}private/{number}.html", dont_filter=True)
        yield Request(f"{self.run.origin.root}open.html", dont_filter=True)

    def parse(self, response):
        return None


def main(output: str, root: str, concurrency: str) -> None:
    settings = project_settings()
    for name in ("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN"):
        settings.set(name, concurrency)
    settings.set("DOWNLOAD_DELAY", 0)
    scope = Scope(languages=("en",), topics=(), limit=None)
    with Store.open(Path(output), Source(site="medlineplus", mirror=root)) as store:
        evidence = Evidence(Path(output) / "archive", 10**9, 0.0)
        run = CrawlRun(store, Origin(MEDLINEPLUS, root), scope, Patience(timedelta(0), 25), evidence)
        process = AsyncCrawlerProcess(settings)
        process.crawl(Burst, run=run)
        process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
