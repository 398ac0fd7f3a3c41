"""How far a crawl is: one line that is always true on a terminal, a line now and then elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from rich.live import Live
from rich.text import Text
from scrapy.settings import Settings

from medscrape.crawling.run import CrawlRun
from medscrape.models import Outcome
from medscrape.terminal import say_error, terminal
from medscrape.text import duration


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a line is printed where none can be redrawn."""

    seconds: float
    pages: int
    is_quiet: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Rhythm":
        """The rhythm that the settings ask for."""
        return cls(
            seconds=settings.getfloat("MEDSCRAPE_PROGRESS_SECONDS"),
            pages=settings.getint("MEDSCRAPE_PROGRESS_PAGES"),
            is_quiet=settings.getbool("MEDSCRAPE_QUIET"),
        )


class Milestones:
    """When the next line is due: after so many seconds or pages since the last one, whichever comes first; 0: never.

    >>> milestones = Milestones(Rhythm(seconds=30, pages=100), now=0)
    >>> [milestones.is_due(pages, now) for pages, now in [(1, 1), (2, 30), (3, 31), (102, 40), (103, 69), (104, 70)]]
    [False, True, False, True, False, True]
    """

    def __init__(self, rhythm: Rhythm, now: float) -> None:
        self._rhythm = rhythm
        self._pages, self._now = 0, now

    def is_due(self, pages: int, now: float) -> bool:
        """Whether a line is due at this page; if so, the next one is counted from here."""
        rhythm = self._rhythm
        is_late = 0 < rhythm.seconds <= now - self._now
        if not is_late and not 0 < rhythm.pages <= pages - self._pages:
            return False
        self._pages, self._now = pages, now
        return True


@contextmanager
def shown_progress(run: CrawlRun, rhythm: Rhythm) -> Iterator[None]:
    """Tells on standard error how far the run is, for as long as the block lasts."""
    if rhythm.is_quiet:
        yield
    elif sys.stderr.isatty():
        with _live(run):
            yield
    else:
        milestones = Milestones(rhythm, monotonic())

        def tell() -> None:
            if milestones.is_due(run.tally.pages, monotonic()):
                say_error(progress_line(run, monotonic()))

        run.tally.on_page = tell
        yield


def _live(run: CrawlRun) -> Live:
    return Live(
        console=terminal(sys.stderr),
        get_renderable=lambda: Text(progress_line(run, monotonic()), overflow="ellipsis", no_wrap=True),
        refresh_per_second=4,
        transient=True,
        redirect_stdout=False,
    )


def progress_line(run: CrawlRun, now: float) -> str:
    """How far a run is: pages done, queued and rejected, the rate, and the time left at this rate."""
    if run.tally.ended is not None:
        return f"comparing with the last release and publishing, {duration(now - run.tally.ended)}"
    seconds, done, queued = now - run.tally.started, run.tally.pages, run.waiting
    if not done:
        return f"reading the index, {duration(seconds)}"
    rejected = run.tally.outcomes[Outcome.REJECTED]
    left = duration(seconds / done * queued)
    return f"{done:,} pages done, {queued:,} queued, {rejected:,} rejected, {_rate(done, seconds)}, {left} left"


def _rate(done: int, seconds: float) -> str:
    """Pages in a time that a person can picture.

    >>> _rate(100, 50), _rate(3, 60), _rate(1, 0)
    ('2.0 a second', '3.0 a minute', '1.0 a second')
    """
    rate = done / (seconds or 1)
    return f"{rate:,.1f} a second" if rate >= 0.2 else f"{60 * rate:.1f} a minute"
