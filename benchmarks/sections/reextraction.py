"""Archived captures read again: by one process, by one a core, and by a Dask cluster on this machine."""

import os
import shutil
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.children import Cost, medscrape
from benchmarks.cluster import dask_cluster
from benchmarks.crawling import Crawl, ours
from benchmarks.results import Budget, Section
from benchmarks.scale import Scale
from benchmarks.turns import Spread, in_turns, ratios
from benchmarks.web import serving
from benchmarks.workshop import fresh, site_folder

_CORES = len(os.sched_getaffinity(0))
_TURNS = 2
_FILE_SIZE = "MEDSCRAPE_ARCHIVE_FILE_SIZE=500000"
_ALONE = "one process, to standard output"
_NO_ENGINES = "`medscrape extract` knows no --to here, so only one process was measured."
_NO_DASK = "distributed is not installed here; `make bench` installs it."


_ABOUT = """{pages} captures in {files} WARC files of {size:.0f} MB in all, whole commands, {turns} turns, {cores} \
cores. The slope is the gain in pages per second over one worker, divided by the number of workers: 1 is linear."""


def measure(scale: Scale) -> Section:
    """Reads the archive of a crawl, in turns."""
    crawl, figures, files = _archive(scale)
    costs = in_turns(_contestants(crawl.output / "archive"), min(_TURNS, scale.turns))
    times = {name: [cost.seconds for cost in found] for name, found in costs.items()}
    base = times.get(_local(1), times[_ALONE])
    speed = {name: ratios(base, found) for name, found in times.items()}
    size, turns, most = figures["warc_bytes"] * crawl.pages / 10**6, len(times[_ALONE]), _local(_CORES)
    cpu = {name: Spread.of(cost.cpu / crawl.pages * 1000 for cost in found).median for name, found in costs.items()}
    promise = "share of linear with a worker on each core"
    return Section(
        name="reextraction",
        title="Archived captures read again",
        about=_ABOUT.format(pages=crawl.pages, files=files, size=size, turns=turns, cores=_CORES),
        columns=("engine", "pages/s", "× one worker", "slope", "CPU s per 1,000"),
        rows=tuple(
            (name, f"{crawl.pages / Spread.of(found).median:,.0f}", *_gain(name, speed[name]), f"{cpu[name]:.1f}")
            for name, found in times.items()
        ),
        figures=figures | {"cpu_ms": cpu[_ALONE]},
        budgets=(Budget(promise, 0.9, speed[most].median / _CORES, "at least"),) if most in speed else (),
        bars={name: spread.median for name, spread in speed.items()},
        bars_of="pages per second, one worker = 1",
        notes=tuple(_notes()),
    )


def _gain(name: str, speed: Spread) -> tuple[str, str]:
    return speed.shown(), f"{speed.median / _workers_of(name):.2f}"


def _archive(scale: Scale) -> tuple[Crawl, dict[str, float], int]:
    """A crawl, what it left for each capture, and in how many WARC files."""
    with serving(site_folder(scale.topics)) as web:
        crawl = ours(web, None, _FILE_SIZE)
    files = list((crawl.output / "archive").glob("*.warc.gz"))
    figures = {
        "warc_bytes": sum(file.stat().st_size for file in files) / crawl.pages,
        "record_bytes": (crawl.output / "topics.jsonl").stat().st_size / crawl.pages,
        "store_bytes": (crawl.output / "store" / "store.sqlite").stat().st_size / crawl.pages,
    }
    return crawl, figures, len(files)


def _contestants(archive: Path) -> dict[str, Callable[[], Cost]]:
    if not _has_engines():
        return {_ALONE: partial(medscrape, "extract", archive)}
    found: dict[str, Callable[[], Cost]] = {_ALONE: partial(medscrape, "extract", archive, "--workers", "1")}
    for workers in _numbers():
        found[_local(workers)] = partial(_into_folder, archive, "--workers", str(workers))
    if find_spec("distributed"):
        for workers in _numbers():
            found[f"Dask, {workers} workers"] = partial(_by_dask, archive, workers)
    return found


def _into_folder(archive: Path, *options: str) -> Cost:
    folder = fresh("records")
    cost = medscrape("extract", archive, "--to", folder, *options)
    shutil.rmtree(folder)
    return cost


def _by_dask(archive: Path, workers: int) -> Cost:
    with dask_cluster(workers) as address:
        return _into_folder(archive, "--engine", "dask", "--scheduler", address)


def _numbers() -> list[int]:
    return [number for number in (1, 2, 4, 8, 16, 32) if number < _CORES] + [_CORES]


def _local(workers: int) -> str:
    return f"local, {workers} workers"


def _workers_of(name: str) -> int:
    return next((int(word) for word in name.split() if word.isdigit()), 1)


def _has_engines() -> bool:
    return "--scheduler" in medscrape("extract", "--help").output


def _notes() -> list[str]:
    if not _has_engines():
        return [_NO_ENGINES]
    return [] if find_spec("distributed") else [_NO_DASK]
