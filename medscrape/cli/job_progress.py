"""How far a job is, for a person: one line that changes on a terminal, plain lines now and then elsewhere."""

import sys
from time import monotonic
from types import TracebackType
from typing import Self

from rich.live import Live
from rich.text import Text

from medscrape.rereading import Reply, Step, Task
from medscrape.terminal import Loudness, is_loud, terminal
from medscrape.text import duration

_SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Says how far a job of so many units and bytes is, for as long as the block lasts."""

    def __init__(self, units: int, size: int) -> None:
        self._units = units
        self._size = size
        self._started = self._said = monotonic()
        self._done = self._pages = 0
        self._size_done = self._size_read = 0
        self._steps: dict[str, Step] = {}
        self._console = terminal(sys.stderr)
        self._live = Live(
            console=self._console,
            get_renderable=lambda: Text(self.line()),
            refresh_per_second=4,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> Self:
        if self._console.is_terminal and is_loud(Loudness.NORMAL):
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def step(self, task: Task, step: Step) -> None:
        """Notes how far a unit is."""
        self._steps[task.unit.name] = step

    def end(self, task: Task, reply: Reply) -> None:
        """Counts a unit that has ended."""
        self._steps.pop(task.unit.name, None)
        self._done += 1
        self._size_done += task.unit.size
        if reply.state == "done" and reply.receipt:
            self._size_read += task.unit.size
            self._pages += reply.receipt.counts.pages
        if (
            not self._console.is_terminal
            and is_loud(Loudness.NORMAL)
            and monotonic() - self._said > _SECONDS_BETWEEN_LINES
        ):
            self._said = monotonic()
            self._console.print(self.line())

    def line(self) -> str:
        """How far the job is."""
        seconds = monotonic() - self._started
        steps = list(self._steps.values())
        pages = self._pages + sum(step.pages for step in steps)
        size_read = self._size_read + sum(step.size for step in steps)
        words = [f"{self._done:,} of {self._units:,} files", f"{duration(seconds)} so far"]
        if pages:
            words.append(f"{pages:,} pages read, {pages / seconds:,.0f} a second")
        if size_read:
            left = (self._size - self._size_done - size_read + self._size_read) / size_read * seconds
            words.append(f"about {duration(left)} left")
        return ", ".join(words)
