"""One page: ours beside the bare parse and beside what else people read pages with."""

from functools import partial

from benchmarks.losses import Losses, losses, truth_of
from benchmarks.pages import Pages, saved_pages
from benchmarks.readers import Found, Reader, ours, readers
from benchmarks.results import Budget, Section
from benchmarks.scale import Scale
from benchmarks.turns import Spread, in_turns, ratios, seconds

_NOT_A_RECORD = ("–",) * 4
_ABOUT = """{count} {kind} pages of {size:.0f} KB, {rounds} rounds in turns in one process. The floor is the bare lxml \
parse of the same bytes. What is lost is counted against the complete record and what `medscrape.verification`, which \
reads pages by other means, finds missing there."""
_COLUMNS = (
    "reader",
    "gives",
    "ms a page",
    "× floor",
    "sections lost",
    "links lost",
    "organisations lost",
    "words lost",
)


def measure(scale: Scale) -> Section:
    """Reads every page with every reader, in turns."""
    pages = saved_pages(4 if scale.name == "toy" else None)
    there = list(readers())
    taking_part = [reader for reader in there if isinstance(reader, Reader)]
    absent = [name for name in there if isinstance(name, str)]
    times = in_turns({reader.name: partial(_per_page, reader, pages) for reader in taking_part}, scale.rounds)
    floor = times[taking_part[0].name]
    against = {reader.name: ratios(times[reader.name], floor) for reader in taking_part}
    losing = _losses(taking_part, pages)
    size = pages.kilobytes
    return Section(
        name="extraction",
        title="Extraction: one page",
        about=_ABOUT.format(count=len(pages.bodies), kind=pages.kind, size=size, rounds=scale.rounds),
        columns=_COLUMNS,
        rows=tuple(
            (reader.name, reader.gives, _ms(times[reader.name]), against[reader.name].shown(), *losing[reader.name])
            for reader in taking_part
        ),
        figures={"floor_ms": Spread.of(floor).median * 1000, "page_ms": Spread.of(times[ours.name]).median * 1000},
        budgets=(Budget("a complete record, in bare lxml parses", 3, against[ours.name].median, "at most"),),
        bars={name: spread.median for name, spread in against.items()},
        bars_of="times the bare lxml parse",
        notes=tuple(f"{name} is not installed here; `make bench` installs it." for name in absent),
    )


def _ms(found: list[float]) -> str:
    return f"{Spread.of(found).median * 1000:.2f}"


def _per_page(reader: Reader, pages: Pages) -> float:
    def work() -> None:
        for body in pages.bodies:
            reader.read(body)

    return seconds(work) / len(pages.bodies)


def _losses(taking_part: list[Reader], pages: Pages) -> dict[str, tuple[str, ...]]:
    truths = [truth_of(body, url) for body, url in zip(pages.bodies, pages.urls, strict=True)]
    return {
        reader.name: _shares(losses(truths, (_found(reader, body) for body in pages.bodies)))
        if reader.found
        else _NOT_A_RECORD
        for reader in taking_part
    }


def _found(reader: Reader, body: bytes) -> Found:
    return reader.found(reader.read(body)) if reader.found else Found()


def _shares(lost: Losses) -> tuple[str, ...]:
    return tuple(f"{share:.1%}" for share in lost)
