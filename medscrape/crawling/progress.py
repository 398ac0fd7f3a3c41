"""One line that says how far a crawl is, for a person at a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.live import Live
from rich.text import Text

from medscrape.crawling.run import CrawlRun
from medscrape.terminal import terminal


@contextmanager
def shown_progress(run: CrawlRun) -> Iterator[None]:
    """Shows the line for as long as the block lasts, if standard error is a terminal."""
    console = terminal(sys.stderr)
    if not console.is_terminal:
        yield
        return
    with Live(
        console=console,
        get_renderable=lambda: Text(_line(run)),
        refresh_per_second=4,
        transient=True,
        redirect_stdout=False,
    ):
        yield


def _line(run: CrawlRun) -> str:
    seconds = monotonic() - run.tally.started
    done, left = run.tally.pages, run.waiting
    if not done:
        return f"reading the index, {_minutes(seconds)}"
    return f"{done} pages read, {left} to go, {_minutes(seconds)} so far, about {_minutes(seconds / done * left)} left"


def _minutes(seconds: float) -> str:
    """A span of time for a person.

    >>> _minutes(7), _minutes(2345)
    ('7 s', '39 min')
    """
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
