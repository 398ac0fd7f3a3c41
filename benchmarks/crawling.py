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
    """Bytes from the network."""
    output: Path


def ours(web: Web, output: Path | None = None, *settings: str) -> Crawl:
    """Our crawl, with archive, store, validation, gates, release and report; again into the same folder for a rerun."""
    folder = output or fresh("ours")
    start = time.time()
    chosen = [part for setting in settings for part in ("-s", setting)]
    place = ("-a", "site=sample", "-a", f"base_url={web.base_url}", "--output", folder)
    cost = medscrape("crawl", *place, *chosen)
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    fetching = web.seconds_since(start) or cost.seconds
    return Crawl(cost, manifest["counts"]["records"], fetching, manifest["traffic"]["received"], folder)


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
    return Crawl(cost, pages, web.seconds_since(start) or cost.seconds, int(cost.output), out)
