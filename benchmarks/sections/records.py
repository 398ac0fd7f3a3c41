"""Publishing, comparing and looking back, at growing numbers of records."""

import shutil
from collections.abc import Iterator
from typing import NamedTuple

import orjson

from benchmarks.children import Cost, medscrape, module
from benchmarks.pages import EDITED, write_files
from benchmarks.results import Budget, Section
from benchmarks.scale import Scale
from benchmarks.workshop import fresh

_OLD, _NEW = "20260101T000000Z", "20260102T000000Z"
_MOST = 300.0  # MB


class Measured(NamedTuple):
    """One kind of work at one size."""

    work: str
    records: int
    rate: float
    """Records per second of CPU."""
    memory: float


def measure(scale: Scale) -> Section:
    """Makes the records and runs the commands, smallest first."""
    start = medscrape("--version").cpu
    found = [measured for count in scale.records for measured in _at(count, in_store=count <= scale.stored)]
    largest = max(scale.records)
    diffs = [measured for measured in found if measured.work == "diff of two files"]
    smaller = diffs[-2:][0]
    return Section(
        name="records",
        title="Publishing, comparing, looking back",
        about=(
            f"Two releases of so many records; one in {EDITED} differs. Rates are of records per second of CPU; "
            f"of commands the start of the program is included, {start:.1f} s. Memory is the most of the whole process."
        ),
        columns=("work", *(f"{count:,} records" for count in scale.records)),
        rows=tuple(_rows(found, scale.records)),
        figures={"diff_per_second": diffs[-1].rate, "diff_mb": diffs[-1].memory},
        budgets=(
            Budget(f"megabytes for the diff of {largest:,} records", _MOST, diffs[-1].memory, "at most"),
            Budget(
                f"CPU per record of the diff, {2 * largest:,} records beside {smaller.records:,}",
                1.5,
                smaller.rate / diffs[-1].rate,
                "at most",
            ),
        ),
    )


def _at(count: int, *, in_store: bool) -> Iterator[Measured]:
    folder = fresh("records")
    folder.mkdir()
    old, new = write_files(folder, count)
    yield _measured("diff of two files", 2 * count, medscrape("diff", old, new))
    if in_store:
        output = folder / "output"
        made = module("benchmarks.filling", output, str(count))
        for work, rate in orjson.loads(made.output).items():
            yield Measured(f"{work} a release", count, rate, made.memory)
        there = ("--output", output)
        yield _measured("diff of two releases", 2 * count, medscrape("diff", _OLD, _NEW, *there))
        yield _measured("changes", count + count // EDITED, medscrape("changes", *there))
        yield _measured("history of one topic", 1, medscrape("history", "sample/en/t0000000", *there))
    shutil.rmtree(folder)


def _measured(work: str, records: int, cost: Cost) -> Measured:
    return Measured(work, records, records / cost.cpu, cost.memory)


def _rows(found: list[Measured], sizes: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
    for work in dict.fromkeys(measured.work for measured in found):
        cells = [_shown(measured) for measured in found if measured.work == work]
        yield (work, *cells, *["–"] * (len(sizes) - len(cells)))


def _shown(measured: Measured) -> str:
    """A rate, or for a single record the time it takes."""
    speed = f"{measured.rate:,.0f}/s" if measured.records > 1 else f"{1 / measured.rate:.2f} s"
    return f"{speed}, {measured.memory:,.0f} MB"
