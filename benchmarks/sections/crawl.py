"""A whole crawl: ours beside bare Scrapy with the same parser, and beside bare Scrapy that parses nothing."""

import shutil

from benchmarks.crawling import Crawl, bare, ours
from benchmarks.results import Budget, Section
from benchmarks.scale import Scale
from benchmarks.turns import Spread, in_turns, ratios
from benchmarks.web import serving
from benchmarks.workshop import site_folder

_OURS, _PARSED, _NOTHING = "medscrape crawl", "bare Scrapy, same parse", "bare Scrapy, no parse"


def measure(scale: Scale) -> Section:
    """Crawls in turns."""
    site = site_folder(scale.topics)
    with serving(site) as web:

        def and_tidy() -> Crawl:
            crawl = ours(web)
            shutil.rmtree(crawl.output)
            return crawl

        crawls = in_turns(
            {
                _NOTHING: lambda: bare(web, site, "nothing"),
                _PARSED: lambda: bare(web, site, "parse"),
                _OURS: and_tidy,
            },
            scale.turns,
        )
        note = web.note
    fetching = {name: [crawl.fetching / crawl.pages for crawl in found] for name, found in crawls.items()}
    whole = {name: [crawl.cost.seconds / crawl.pages for crawl in found] for name, found in crawls.items()}
    return Section(
        name="crawl",
        title="A crawl from beginning to end",
        about=(
            f"{crawls[_OURS][0].pages} pages of the scaled sample site from nginx on loopback, eight at once, uvloop, "
            f"{scale.turns} turns. Ours archives, stores and validates each page while it fetches, and then judges, "
            "publishes and reports; bare Scrapy writes the records of the same parser as JSON Lines. The ratios are of "
            "pages per second, to bare Scrapy with the same parse."
        ),
        columns=(
            "crawl",
            "pages/s while fetching",
            "× bare",
            "pages/s, whole command",
            "× bare",
            "CPU s per 1,000",
            "MB",
        ),
        rows=tuple(
            (
                name,
                f"{1 / Spread.of(fetching[name]).median:,.0f}",
                ratios(fetching[_PARSED], fetching[name]).shown(),
                f"{1 / Spread.of(whole[name]).median:,.0f}",
                ratios(whole[_PARSED], whole[name]).shown(),
                Spread.of(crawl.cost.cpu / crawl.pages * 1000 for crawl in found).shown(1),
                Spread.of(crawl.cost.memory for crawl in found).shown(0),
            )
            for name, found in crawls.items()
        ),
        figures={
            "cpu_ms": Spread.of(crawl.cost.cpu / crawl.pages for crawl in crawls[_OURS]).median * 1000,
            "bare_cpu_ms": Spread.of(crawl.cost.cpu / crawl.pages for crawl in crawls[_PARSED]).median * 1000,
            "memory_mb": Spread.of(crawl.cost.memory for crawl in crawls[_OURS]).median,
        },
        budgets=(
            Budget(
                "pages per second while fetching, beside bare Scrapy with the same parse",
                0.8,
                ratios(fetching[_PARSED], fetching[_OURS]).median,
                "at least",
            ),
            Budget(
                "the same of the whole command, with gates, release and report",
                0.8,
                ratios(whole[_PARSED], whole[_OURS]).median,
                "at least",
            ),
        ),
        bars={name: ratios(fetching[_PARSED], found).median for name, found in fetching.items()},
        bars_of="pages per second while fetching, bare Scrapy with the same parse = 1",
        notes=(note,) if note else (),
    )
