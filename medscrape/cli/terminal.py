"""What may be printed: words from pages never reach a terminal as commands to it."""

import os

import typer

from medscrape.models import Significance
from medscrape.text import plain, plain_json

_WIDTH = max(map(len, Significance)) + 1
_COLOURS = {Significance.CONTENT: "red", Significance.LINKS: "yellow", Significance.PARSER: "blue"}


def safe(text: str) -> str:
    """A text on one line, without anything that a terminal would obey.

    >>> safe("Fever\\x1b[31m\\nand \\u202echills")
    'Fever [31m and  chills'
    """
    return plain(text).replace("\n", " ").replace("\t", " ")


def say(*words: str) -> None:
    """Prints a line; colours only on a terminal."""
    typer.echo(" ".join(words).rstrip(), color=False if os.environ.get("NO_COLOR") else None)


def say_json(line: bytes) -> None:
    """Prints a line of JSON, which means the same with its last unsafe characters escaped."""
    typer.echo(plain_json(line.decode()))


def bold(text: str) -> str:
    """A heading."""
    return typer.style(safe(text), bold=True)


def weighed(significance: Significance) -> str:
    """How much something matters, in the width of a column."""
    padding = " " * (_WIDTH - len(significance.value))
    return typer.style(significance.value, fg=_COLOURS.get(significance)) + padding
