"""The memory of a crawl, from few pages to many."""

import shutil

from benchmarks.crawling import Crawl, ours
from benchmarks.results import Budget, Section
from benchmarks.scale import Scale
from benchmarks.web import serving
from benchmarks.workshop import site_folder


def measure(scale: Scale) -> Section:
    """Crawls sites of growing size."""
    crawls = [_crawl(topics) for topics in scale.memory]
    first, last = crawls[0], crawls[-1]
    grown = (last.cost.memory - first.cost.memory) / max(last.pages - first.pages, 1) * 1000
    return Section(
        name="memory",
        title="Memory of a crawl",
        about=(
            "Whole commands, gates, release and report included: the most memory each held at once, and the CPU that a "
            "thousand pages took."
        ),
        columns=("pages", "MB", "CPU s per 1,000", "pages/s"),
        rows=tuple(
            (
                f"{crawl.pages:,}",
                f"{crawl.cost.memory:,.0f}",
                f"{crawl.cost.cpu / crawl.pages * 1000:.1f}",
                f"{crawl.pages / crawl.cost.seconds:,.0f}",
            )
            for crawl in crawls
        ),
        figures={"mb_per_1000": grown, "mb": first.cost.memory},
        budgets=(Budget(f"megabytes at {last.pages:,} pages", 300, last.cost.memory, "at most"),),
    )


def _crawl(topics: int) -> Crawl:
    with serving(site_folder(topics)) as web:
        crawl = ours(web)
    shutil.rmtree(crawl.output)
    return crawl
