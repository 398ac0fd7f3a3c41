"""A live crawl whose site's name leads to this machine: `hostile_resolver.py OUTPUT HOME checked|unchecked`."""

import sys
from datetime import timedelta
from pathlib import Path

from scrapy import resolver
from twisted.internet.defer import succeed

from medscrape.crawling.engine import drive
from medscrape.crawling.launch import project_settings
from medscrape.crawling.origin import Origin
from medscrape.crawling.patience import Patience
from medscrape.crawling.run import CrawlRun, Evidence
from medscrape.crawling.tuning import tuned
from medscrape.models import Scope, Source
from medscrape.store import Store
from medscrape.vocabulary.sites import Site


def main(output: str, home: str, mode: str) -> None:
    resolver.ThreadedResolver.getHostByName = lambda *_: succeed("127.0.0.1")
    site = Site("medlineplus", home, (home.partition("://")[2].rstrip("/"),), None)
    origin = Origin(site, home)
    settings = tuned(project_settings(), origin, is_sample=False)
    settings.set("DOWNLOAD_DELAY", 0, priority="cmdline")
    settings.set("RETRY_TIMES", 0, priority="cmdline")
    if mode == "unchecked":
        settings.set("TWISTED_DNS_RESOLVER", "scrapy.resolver.CachingThreadedResolver", priority="cmdline")
    with Store.open(Path(output), Source(site="medlineplus", mirror=None)) as store:
        evidence = Evidence(Path(output) / "archive", 10**9, 0.0)
        run = CrawlRun(
            store,
            origin,
            Scope(languages=("en",), topics=(), limit=None),
            Patience(timedelta(0), 25),
            evidence,
        )
        drive(run, settings)
        print(run.problem)


if __name__ == "__main__":
    main(*sys.argv[1:])
