"""Small pieces of Markdown."""

import re
from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by `make docs`; edit the program, not this page. -->"


def page(title: str, *parts: str) -> str:
    """A page from its title and its parts."""
    return "\n\n".join((f"# {title}", GENERATED, *parts)) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what would end a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |".replace("|  |", "| |") for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", r"\|")


def code(text: str) -> str:
    """Words as code, whatever they hold."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def sentences(text: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((text or "").split("\n\n")[0].split())


def anchor(heading: str) -> str:
    """Where a heading is linked to, by the rule of GitHub."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
