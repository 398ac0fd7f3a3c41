"""The one door to a person's terminal: nothing passes that it would obey, and colours only where they show."""

import logging
import os
import sys
from collections.abc import Iterable
from enum import IntEnum
from typing import IO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from medscrape.text import plain, plain_json

_WIDTH = 80
_READABLE = 100
_NARROWEST = 20
Words = str | Text


class Loudness(IntEnum):
    """How much a command says beside what it was asked for."""

    QUIET = 0
    """Errors only."""
    NORMAL = 1
    VERBOSE = 2
    """What is read and how long it takes, too."""


class _Voice:
    loudness = Loudness.NORMAL


def speak(loudness: Loudness) -> None:
    """Sets how much is said from now on."""
    _Voice.loudness = loudness


def is_loud(least: Loudness) -> bool:
    """Whether so much may be said."""
    return _Voice.loudness >= least


class Terminal(Console):
    """A console that prints text as text; colours come from the program alone, never from what it prints."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces that are printed."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(plain(piece.text), piece.style)

    @property
    def has_colours(self) -> bool:
        """Whether colours can tell anything apart."""
        return self.color_system is not None

    @property
    def reading_width(self) -> int:
        """The width of running text: no line is longer than the eye finds its way back from."""
        return min(self.width, _READABLE)

    def say(self, words: Words = "", *, lead: Words = "", indent: int = 0) -> None:
        """Prints a paragraph, wrapped between words; `lead` stands before its first line, the others begin below it."""
        before = Text(" " * indent).append_text(_text(lead))
        margin = " " * cell_len(before.plain)
        for line in _text(words).wrap(self, max(self.reading_width - len(margin), _NARROWEST)) or [Text()]:
            line.rstrip()
            row = before + line
            row.rstrip()
            self.print(row, soft_wrap=True)
            before = Text(margin)

    def unbroken(self, words: Words, *, lead: Words = "", indent: int = 0) -> None:
        """Prints what must not be broken up, such as an address that somebody copies."""
        line = Text(" " * indent).append_text(_text(lead)).append_text(_text(words))
        line.rstrip()
        self.print(line, soft_wrap=True)

    def row(self, words: Words, *, lead: Words = "", indent: int = 0) -> None:
        """Prints what a program may want to search: like `say`, but in files and pipes on one line, however long."""
        (self.say if self.is_terminal else self.unbroken)(words, lead=lead, indent=indent)

    def facts(self, rows: Iterable[tuple[str, Words]], *, indent: int = 0) -> None:
        """Prints names with their values beside them."""
        named = list(rows)
        column = max((cell_len(name) for name, _ in named), default=0) + 2
        for name, value in named:
            self.row(value, lead=Text(name.ljust(column), "bold"), indent=indent)


def _text(words: Words) -> Text:
    return words if isinstance(words, Text) else Text(words)


def terminal(file: IO[str]) -> Terminal:
    """A terminal on a stream; what is no terminal has 80 columns, unless COLUMNS says otherwise.

    NO_COLOR takes all colours away (https://no-color.org), FORCE_COLOR gives them to files and pipes too.
    """
    width = None if file.isatty() or os.environ.get("COLUMNS") else _WIDTH
    has_colours = not os.environ.get("NO_COLOR")
    return Terminal(
        file=file,
        highlight=False,
        markup=False,
        emoji=False,
        width=width,
        color_system="auto" if has_colours else None,
    )


def terminal_out() -> Terminal:
    """The terminal on standard output."""
    return terminal(sys.stdout)


def safe(text: str) -> str:
    """A text on one line, without anything that a terminal would obey.

    >>> safe("Fever\\x1b[31m\\nand \\u202echills")
    'Fever [31m and  chills'
    """
    return plain(text).replace("\n", " ").replace("\t", " ")


def say(words: Words = "") -> None:
    """Prints a line on standard output."""
    terminal_out().print(_text(words), soft_wrap=True)


def remark(words: Words) -> None:
    """Prints a line that nobody asked for, unless the program is to be quiet."""
    if is_loud(Loudness.NORMAL):
        say(words)


def say_json(line: bytes) -> None:
    """Prints a line of JSON, which means the same with its last unsafe characters escaped."""
    sys.stdout.write(f"{plain_json(line.decode())}\n")


def say_error(sentence: str) -> None:
    """Prints a sentence as one line on standard error."""
    terminal(sys.stderr).print(" ".join(plain(sentence).split()), soft_wrap=True)


def say_aside(sentence: str) -> None:
    """Prints what only those want to know who asked for more, on standard error."""
    if is_loud(Loudness.VERBOSE):
        say_error(sentence)


class PlainFormatter(logging.Formatter):
    """Formats log lines without anything that a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its traceback if it has one."""
        return plain(super().format(record))
