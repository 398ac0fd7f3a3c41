"""The same crawl again when nothing has changed, beside Scrapy's own HTTP cache."""

from pathlib import Path

from benchmarks.crawling import Crawl, bare, ours
from benchmarks.results import Budget, Section
from benchmarks.scale import Scale
from benchmarks.turns import Spread, ratios
from benchmarks.web import Web, serving
from benchmarks.workshop import fresh, site_folder

_CHECKED = "MEDSCRAPE_FULL_CHECK_SHARE=0.05"
_TURNS = 2
_OURS, _CHECKING, _CACHE = (
    "medscrape, by the server's word",
    "medscrape, a page in twenty checked",
    "Scrapy's HTTP cache (RFC 2616), same parse",
)
_ABOUT = """{pages} pages; what the second crawl takes of what the first one took, {turns} turns. On a live site one \
page in twenty is fetched all the same, to see whether the server's word (304) holds, unless it is told otherwise; the \
second row shows what that costs. Bytes are those of the server's log."""
Pair = tuple[Crawl, Crawl]


def measure(scale: Scale) -> Section:
    """Crawls, and crawls again."""
    site = site_folder(scale.topics)
    with serving(site) as web:
        turns = [_turn(web, site) for _ in range(min(_TURNS, scale.turns))]
        note = web.note
    pairs = {name: [turn[name] for turn in turns] for name in turns[0]}
    shares = {name: _shares(found) for name, found in pairs.items()}
    received, cpu, _ = shares[_OURS]
    return Section(
        name="rerun",
        title="The same crawl again, nothing changed",
        about=_ABOUT.format(pages=pairs[_OURS][0][0].pages, turns=len(turns)),
        columns=("crawl", "bytes", "CPU", "time", "CPU s per 1,000 pages"),
        rows=tuple(_row(name, shares[name], found) for name, found in pairs.items()),
        figures={"cpu_ms": Spread.of(again.cost.cpu / again.pages for _, again in pairs[_OURS]).median * 1000},
        budgets=(
            Budget("bytes of an unchanged rerun", 0.02, received.median, "at most"),
            Budget("CPU of an unchanged rerun", 0.5, cpu.median, "at most"),
        ),
        bars={name: found[1].median for name, found in shares.items()},
        bars_of="CPU of the second crawl, the first = 1",
        notes=(note,) if note else (),
    )


def _row(name: str, shares: tuple[Spread, Spread, Spread], found: list[Pair]) -> tuple[str, ...]:
    received, cpu, time = shares
    each = Spread.of(again.cost.cpu / again.pages * 1000 for _, again in found)
    return name, f"{received.median:.2%}", cpu.shown(), time.shown(), f"{each.median:.1f}"


def _turn(web: Web, site: Path) -> dict[str, Pair]:
    first = ours(web)
    again = ours(web, first.output)
    checking = ours(web, first.output, _CHECKED)
    cache = fresh("cache")
    return {
        _OURS: (first, again),
        _CHECKING: (first, checking),
        _CACHE: (bare(web, site, "parse", cache), bare(web, site, "parse", cache)),
    }


def _shares(pairs: list[Pair]) -> tuple[Spread, Spread, Spread]:
    """Bytes, CPU and time of the second crawls, as shares of the first ones."""
    first, again = zip(*pairs, strict=True)
    return (
        ratios([crawl.received for crawl in again], [crawl.received for crawl in first]),
        ratios([crawl.cost.cpu for crawl in again], [crawl.cost.cpu for crawl in first]),
        ratios([crawl.cost.seconds for crawl in again], [crawl.cost.seconds for crawl in first]),
    )
