"""For the tests of faults: a crawl of a server that misbehaves, what became of its pages, and the matrix."""

import json
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from crawl_helpers import FAST, HOME, Answer, index_page
from misbehaving.acts import well
from misbehaving.server import Act

NOT_FOUND = well(Answer(b"<h1>Not found</h1>", 404))
_GATES = ("FAILED", "REJECTED", "VANISHED", "LISTED", "CHANGED", "TEXT", "FILL")
# No gate holds back a release that is made of little but faults.
UNGATED = tuple(part for gate in _GATES for part in ("-s", f"MEDSCRAPE_GATE_{gate}=1"))
IMPATIENT = (
    *FAST,
    "-s",
    "CONCURRENT_REQUESTS_PER_DOMAIN=16",
    *UNGATED,
    "-s",
    "DOWNLOAD_TIMEOUT=2",
    "-s",
    "RETRY_TIMES=1",
)
ONE_BY_ONE = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")

Line = tuple[str, str, int, str]
"""A row of the matrix: fault, outcome, exit code, what the user saw."""


def site(acts: dict[str, Act], unlisted: dict[str, Act] | None = None) -> dict[str, Act]:
    """A server with these pages, those of the first kind in its index."""
    index = well(index_page(acts))
    return {"/robots.txt": NOT_FOUND, "/all_healthtopics.html": index, **acts, **(unlisted or {})}


def outcomes(output: Path) -> dict[str, str]:
    """What became of each page: the word of the store, `new` for a record, the reason of a rejection."""
    database = sqlite3.connect(output / "store" / "store.sqlite")
    rows = database.execute("SELECT url, outcome, rejection FROM visit").fetchall()
    database.close()
    return {
        url.removeprefix(HOME).removesuffix(".html"): json.loads(rejection)["reason"]
        if rejection
        else {"topic": "new"}.get(outcome, outcome)
        for url, outcome, rejection in rows
    }


def told(printed: str, words: str) -> str:
    """The sentence of the table at the end that has these words, or nothing; the first one that counts the pages."""
    if not words:
        return " ".join(printed.splitlines()[1].split())
    sentences = re.split(r" (?:https://|(?=topic pages|fetched|note|written))", " ".join(printed.split()))
    return next((sentence.partition(" - ")[2] or sentence for sentence in sentences if words in sentence), "")


def matrix(lines: Iterable[Line]) -> list[str]:
    """The matrix as it is printed."""
    rows = [
        ("fault", "outcome", "exit", "what the user saw"),
        *((a, b, str(c), " ".join(d.split())) for a, b, c, d in lines),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return ["  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3])) for row in rows]
