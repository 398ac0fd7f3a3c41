"""What so many captures cost, calculated from what was measured."""

from collections.abc import Mapping
from typing import NamedTuple

from benchmarks.results import Section

_NUMBERS = {"2 thousand": 2_000, "1 million": 1_000_000, "100 million": 100_000_000}
_CLUSTER = 64  # cores
_HOUR = 3_600_000  # milliseconds
_NEEDED = ("extraction", "reextraction", "crawl", "records")


class Rates(NamedTuple):
    """What one capture costs."""

    read_ms: float
    """CPU to read it again."""
    crawl_ms: float
    """CPU to fetch, archive, read, store, publish and report it."""
    warc_bytes: float
    record_bytes: float
    store_bytes: float

    @classmethod
    def of(cls, sections: Mapping[str, Section]) -> "Rates":
        """From the results."""
        reread = sections["reextraction"].figures
        return cls(
            reread["cpu_ms"],
            sections["crawl"].figures["cpu_ms"],
            reread["warc_bytes"],
            reread["record_bytes"],
            reread["store_bytes"],
        )


def capacity_table(sections: Mapping[str, Section]) -> str:
    """The rates, and the table by number of captures, in Markdown; a sentence while something is not measured yet."""
    if absent := [name for name in _NEEDED if name not in sections]:
        return f"`make bench` has not measured {', '.join(absent)} yet."
    rates = Rates.of(sections)
    share = next((budget.measured for budget in sections["reextraction"].budgets), 1.0)
    lines = [
        f"One capture: {rates.read_ms:.1f} ms of CPU to read again, {rates.crawl_ms:.1f} ms to crawl; "
        f"{_size(rates.warc_bytes)} of archive, {_size(rates.record_bytes)} of record, {_size(rates.store_bytes)} of "
        f"store. With a worker on each core {share:.2f} of linear was reached.",
        "",
        f"| | {' | '.join(_NUMBERS)} |",
        f"|---|{'--:|' * len(_NUMBERS)}",
    ]
    rows = {
        "archive (WARC)": lambda n: _size(n * rates.warc_bytes),
        "records (JSON Lines)": lambda n: _size(n * rates.record_bytes),
        "store, if each capture is a topic of its own": lambda n: _size(n * rates.store_bytes),
        "reading all again, core-hours": lambda n: _hours(n * rates.read_ms / _HOUR),
        f"the same on {_CLUSTER} cores, hours": lambda n: _hours(n * rates.read_ms / _HOUR / _CLUSTER / share),
        "crawling a fast mirror, core-hours": lambda n: _hours(n * rates.crawl_ms / _HOUR),
        "crawling one site politely, at a page a second": lambda n: _span(n),
        "comparing two states (`medscrape diff`), core-hours": lambda n: _hours(
            2 * n / sections["records"].figures["diff_per_second"] / 3600
        ),
    }
    lines += [f"| {name} | {' | '.join(map(told, _NUMBERS.values()))} |" for name, told in rows.items()]
    return "\n".join(lines)


def _size(length: float) -> str:
    """A size for a person.

    >>> _size(7_600), _size(1.5e12)
    ('7.6 KB', '1.5 TB')
    """
    for unit, factor in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if length >= factor:
            return f"{length / factor:.1f} {unit}"
    return f"{length / 1000:.1f} KB"


def _hours(hours: float) -> str:
    """Hours with two digits that count.

    >>> _hours(0.0123), _hours(2.345), _hours(1234.5)
    ('0.012', '2.3', '1,234')
    """
    return f"{hours:,.0f}" if hours >= 10 else f"{hours:.2g}"


def _span(seconds: float) -> str:
    """A span of time in the unit that fits.

    >>> _span(2000), _span(1_000_000), _span(100_000_000)
    ('33 min', '12 days', '3.2 years')
    """
    days = seconds / 86_400
    if days >= 365:
        return f"{days / 365.25:.1f} years"
    return f"{days:.0f} days" if days >= 1 else f"{seconds / 60:.0f} min"
