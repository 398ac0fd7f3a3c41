"""What a crawl came to, as the short table that a person reads at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from medscrape.crawling.tally import Tally
from medscrape.errors import MedscrapeError
from medscrape.models import Manifest, Outcome, Revalidation
from medscrape.terminal import Terminal
from medscrape.text import clean
from medscrape.vocabulary.languages import language_name

_OUTCOMES = ("new", "changed", "unchanged", "not_topic", "duplicate", "rejected", "gone", "failed")
_SHOWN = 12
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """The end of a crawl."""

    place: str
    """What was crawled, for a person."""
    output: Path
    tally: Tally
    met: int
    """Topic URLs the run met."""
    requests: int
    received: int
    """Bytes from the network."""
    seconds: float
    is_resumed: bool
    manifest: Manifest | None
    """The release, or None when nothing was published."""
    error: MedscrapeError | None
    """Why nothing was published."""

    @property
    def exit_code(self) -> int:
        """0, or that of the error."""
        return self.error.exit_code if self.error else 0


def show(report: CrawlReport, console: Terminal) -> None:
    """Prints the table."""
    console.print(_headline(report))
    console.facts((name, clean(value)) for name, value in _rows(report))


def _headline(report: CrawlReport) -> Text:
    verdict = ("published", "bold green") if report.manifest else ("nothing published", "bold red")
    resumed = ", resumed" if report.is_resumed else ""
    return Text.assemble((report.place, "bold"), f"{resumed}: ", verdict)


def _rows(report: CrawlReport) -> Iterator[Row]:
    met = report.manifest.counts.discovered if report.manifest else report.met
    yield "topic pages", f"{met} met: {_outcomes(report)}"
    languages = ", ".join(f"{count} {language_name(tag)}" for tag, count in sorted(report.tally.topics.items()))
    yield (
        "fetched",
        f"{languages or 'no topics'}; {_size(report.received)} in {report.requests} requests, {_time(report)}",
    )
    if report.manifest and (words := _revalidation(report.manifest.revalidation)):
        yield "unchanged", words
    if report.tally.disallowed:
        count = len(report.tally.disallowed)
        yield "left out", f"{count} page{'' if count == 1 else 's'} that robots.txt does not allow"
    yield from _troubles(report.tally)
    for remark in report.tally.remarks:
        yield "note", remark
    yield from _files(report)


def _troubles(tally: Tally) -> Iterator[Row]:
    often = sorted(tally.troubles.items(), key=lambda trouble: -trouble[1].count)[:_SHOWN]
    for index, (why, trouble) in enumerate(often):
        alike = f" (and {trouble.count - 1} more)" if trouble.count > 1 else ""
        yield "look at" if index == 0 else "", f"{trouble.example} - {why}{alike}"
    in_all = tally.outcomes[Outcome.REJECTED] + tally.outcomes[Outcome.FAILED]
    others = in_all - sum(trouble.count for _, trouble in often)
    if others:
        yield "", f"and {others} more with other troubles"


def _revalidation(found: Revalidation) -> str:
    """How far the server's word was taken; empty when it gave none."""
    words = [f"{found.not_modified} pages by the server's word (304), without a body"] if found.not_modified else []
    if found.full_checks:
        words.append(f"{found.full_checks} fetched all the same as a check: {found.contradicted} had changed after all")
    return "; ".join(words)


def _outcomes(report: CrawlReport) -> str:
    if report.manifest:
        counts = report.manifest.counts.model_dump()
    else:
        found = report.tally.outcomes
        counts = {"fetched": report.tally.topics.total()} | {outcome.value: found[outcome] for outcome in found}
        counts["still to do"] = report.met - sum(counts.values())
    names = _OUTCOMES if report.manifest else tuple(counts)
    return ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in names if counts[name]) or "none read"


def _files(report: CrawlReport) -> Iterator[Row]:
    if report.manifest is None:
        return
    for index, (name, file) in enumerate(report.manifest.files.items()):
        yield "written" if index == 0 else "", f"{report.output / name} ({file.lines} lines, {_size(file.bytes)})"
    yield "", str(report.output / "manifest.json")
    yield "", f"{report.output / 'report' / 'index.html'} (open it in a browser)"


def _time(report: CrawlReport) -> str:
    minutes, seconds = divmod(report.seconds, 60)
    return f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"


def _size(length: int) -> str:
    """A length for a person.

    >>> _size(999), _size(2_345_678)
    ('999 bytes', '2.3 MB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if length >= factor:
            return f"{length / factor:.1f} {unit}"
    return f"{length} bytes"
