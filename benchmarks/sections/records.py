"""Publishing, comparing and looking back, at growing numbers of records."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
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
    """Records per second."""
    memory: float


@dataclass(frozen=True, slots=True)
class _Start:
    """What a command takes that does nothing."""

    seconds: float

    def rate(self, records: int, cost: Cost) -> float:
        """Records per second, once it has started."""
        return records / max(cost.seconds - self.seconds, 0.001)


def measure(scale: Scale) -> Section:
    """Makes the records and runs the commands, smallest first."""
    start = _Start(medscrape("--version").seconds)
    found = [measured for count in scale.records for measured in _at(count, start, in_store=count <= scale.stored)]
    largest = max(scale.records)
    diffs = [measured for measured in found if measured.work == "diff of two files"]
    return Section(
        name="records",
        title="Publishing, comparing, looking back",
        about=(
            f"Two releases of so many records; one in {EDITED} differs. Rates without the start of the program, which "
            f"takes {start.seconds:.1f} s; memory is the most of the whole process."
        ),
        columns=("work", *(f"{count:,} records" for count in scale.records)),
        rows=tuple(_rows(found, scale.records)),
        figures={"diff_per_second": diffs[-1].rate, "diff_mb": diffs[-1].memory},
        budgets=(
            Budget(f"megabytes for the diff of {largest:,} records", _MOST, diffs[-1].memory, "at most"),
            Budget(
                f"time per record of the diff, {largest:,} records beside {diffs[0].records:,}",
                1.5,
                diffs[0].rate / diffs[-1].rate,
                "at most",
            ),
        ),
    )


def _at(count: int, start: _Start, *, in_store: bool) -> Iterator[Measured]:
    folder = fresh("records")
    folder.mkdir()
    old, new = write_files(folder, count)
    yield _measured("diff of two files", 2 * count, start, medscrape("diff", old, new))
    if in_store:
        output = folder / "output"
        made = module("benchmarks.filling", output, str(count))
        for work, rate in orjson.loads(made.output).items():
            yield Measured(f"{work} a release", count, rate, made.memory)
        there = ("--output", output)
        yield _measured("diff of two releases", 2 * count, start, medscrape("diff", _OLD, _NEW, *there))
        yield _measured("changes", count + count // EDITED, start, medscrape("changes", *there))
        yield _measured("history of one topic", 1, start, medscrape("history", "sample/en/t0000000", *there))
    shutil.rmtree(folder)


def _measured(work: str, records: int, start: _Start, cost: Cost) -> Measured:
    return Measured(work, records, start.rate(records, cost), cost.memory)


def _rows(found: list[Measured], sizes: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
    for work in dict.fromkeys(measured.work for measured in found):
        cells = [_shown(measured) for measured in found if measured.work == work]
        yield (work, *cells, *["–"] * (len(sizes) - len(cells)))


def _shown(measured: Measured) -> str:
    """A rate, or for a single record the time it takes."""
    speed = f"{measured.rate:,.0f}/s" if measured.records > 1 else f"{1 / measured.rate:.2f} s"
    return f"{speed}, {measured.memory:,.0f} MB"
