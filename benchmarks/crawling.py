"""Crawls of the benchmark's site, ours and bare Scrapy's."""

import time
from dataclasses import dataclass
from pathlib import Path

import orjson

from benchmarks.children import Cost, medscrape, module
from benchmarks.web import Web
from benchmarks.workshop import fresh


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl and what it cost."""

    cost: Cost
    pages: int
    fetching: float
    """Seconds from the first request to the last, as the server saw them; of the whole command where it kept no log."""
    received: int
    """Bytes from the network, by the server's log; 0 where it kept none."""
    output: Path


def ours(web: Web, output: Path | None = None, *settings: str) -> Crawl:
    """Our crawl, with archive, store, validation, gates, release and report; again into the same folder for a rerun."""
    folder = output or fresh("ours")
    start = time.time()
    chosen = [part for setting in settings for part in ("-s", setting)]
    place = ("-a", "site=sample", "-a", f"base_url={web.base_url}", "--output", folder)
    cost = medscrape("crawl", *place, *chosen)
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    return _crawl(web, start, cost, manifest["counts"]["records"], folder)


def bare(web: Web, site: Path, work: str, cache: Path | None = None) -> Crawl:
    """Bare Scrapy; `work` is `parse` or `nothing`, `cache` the folder of its HTTP cache."""
    out = fresh("bare")
    start = time.time()
    more = (cache,) if cache else ()
    cost = module("benchmarks.bare", web.base_url, site / "paths.txt", out, work, *more)
    pages = len((site / "paths.txt").read_text().split())
    if work == "parse" and sum(1 for _ in out.open("rb")) != pages:
        raise SystemExit("Bare Scrapy did not read every page.")
    out.unlink()
    return _crawl(web, start, cost, pages, out)


def _crawl(web: Web, start: float, cost: Cost, pages: int, output: Path) -> Crawl:
    served = web.since(start)
    return Crawl(cost, pages, served.seconds if served else cost.seconds, served.sent if served else 0, output)
