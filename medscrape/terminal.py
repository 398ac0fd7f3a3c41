"""Where words from pages meet a person's terminal: nothing passes that the terminal would obey."""

import logging
import sys
from collections.abc import Iterable
from typing import IO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from medscrape.text import plain

_WIDTH = 120


class Terminal(Console):
    """A console that prints text as text; colours come from the program alone, never from what it prints."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces that are printed."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(plain(piece.text), piece.style)


def terminal(file: IO[str]) -> Terminal:
    """A terminal on a stream; a file or pipe gets lines of a fixed width."""
    return Terminal(file=file, highlight=False, markup=False, width=None if file.isatty() else _WIDTH)


def say_error(sentence: str) -> None:
    """Prints a sentence as one line on standard error."""
    terminal(sys.stderr).print(" ".join(plain(sentence).split()), soft_wrap=True)


class PlainFormatter(logging.Formatter):
    """Formats log lines without anything that a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its traceback if it has one."""
        return plain(super().format(record))
