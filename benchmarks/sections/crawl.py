"""A whole crawl: ours beside bare Scrapy with the same parser, and beside bare Scrapy that parses nothing."""

import shutil

from benchmarks.crawling import Crawl, bare, ours
from benchmarks.results import Budget, Section
from benchmarks.scale import Scale
from benchmarks.turns import Spread, in_turns, ratios
from benchmarks.web import Web, serving
from benchmarks.workshop import site_folder

_OURS, _PARSED, _NOTHING = "medscrape crawl", "bare Scrapy, same parse", "bare Scrapy, no parse"
_ABOUT = """{pages} pages of the scaled sample site from nginx on loopback, eight at once, on uvloop, {turns} turns. \
Ours archives, stores and validates each page while it fetches, and then judges, publishes and reports; bare Scrapy \
writes the records of the same parser as JSON Lines. The ratios are of pages per second, and of CPU, to bare Scrapy \
with the same parse."""
_COLUMNS = (
    "crawl",
    "pages/s while fetching",
    "× bare",
    "pages/s, whole command",
    "× bare",
    "CPU s per 1,000",
    "× bare",
    "MB",
)
Crawls = dict[str, list[Crawl]]


def measure(scale: Scale) -> Section:
    """Crawls in turns."""
    site = site_folder(scale.topics)
    with serving(site) as web:
        contestants = {
            _NOTHING: lambda: bare(web, site, "nothing"),
            _PARSED: lambda: bare(web, site, "parse"),
            _OURS: lambda: _ours_and_tidy(web),
        }
        crawls = in_turns(contestants, scale.turns)
        note = web.note
    fetching, whole, cpu = _fetching(crawls), _whole(crawls), _cpu(crawls)
    beside = {name: ratios(fetching[_PARSED], found) for name, found in fetching.items()}
    return Section(
        name="crawl",
        title="A crawl from beginning to end",
        about=_ABOUT.format(pages=crawls[_OURS][0].pages, turns=scale.turns),
        columns=_COLUMNS,
        rows=tuple(_row(name, crawls) for name in crawls),
        figures={"cpu_ms": Spread.of(cpu[_OURS]).median * 1000, "bare_cpu_ms": Spread.of(cpu[_PARSED]).median * 1000},
        budgets=(
            _budget("pages per second while fetching, beside bare Scrapy", beside[_OURS]),
            _budget("the same of the whole command, release and report included", ratios(whole[_PARSED], whole[_OURS])),
        ),
        bars={name: spread.median for name, spread in beside.items()},
        bars_of="pages per second while fetching, bare Scrapy with the same parse = 1",
        notes=(note,) if note else (),
    )


def _ours_and_tidy(web: Web) -> Crawl:
    crawl = ours(web)
    shutil.rmtree(crawl.output)
    return crawl


def _fetching(crawls: Crawls) -> dict[str, list[float]]:
    return {name: [crawl.fetching / crawl.pages for crawl in found] for name, found in crawls.items()}


def _whole(crawls: Crawls) -> dict[str, list[float]]:
    return {name: [crawl.cost.seconds / crawl.pages for crawl in found] for name, found in crawls.items()}


def _cpu(crawls: Crawls) -> dict[str, list[float]]:
    return {name: [crawl.cost.cpu / crawl.pages for crawl in found] for name, found in crawls.items()}


def _row(name: str, crawls: Crawls) -> tuple[str, ...]:
    fetching, whole, cpu = _fetching(crawls), _whole(crawls), _cpu(crawls)
    return (
        name,
        f"{1 / Spread.of(fetching[name]).median:,.0f}",
        ratios(fetching[_PARSED], fetching[name]).shown(),
        f"{1 / Spread.of(whole[name]).median:,.0f}",
        ratios(whole[_PARSED], whole[name]).shown(),
        f"{Spread.of(cpu[name]).median * 1000:.1f}",
        ratios(cpu[name], cpu[_PARSED]).shown(),
        f"{Spread.of(crawl.cost.memory for crawl in crawls[name]).median:,.0f}",
    )


def _budget(promise: str, reached: Spread) -> Budget:
    return Budget(promise, 0.8, reached.median, "at least")
