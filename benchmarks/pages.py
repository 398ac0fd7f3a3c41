"""The pages and records that benchmarks work on."""

import os
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from medscrape import Topic, parse_page
from medscrape.models import content_hash_of
from medscrape.sample_site import build
from medscrape.vocabulary.sites import SAMPLE

_REAL = Path(__file__).parent.parent.parent / "shared" / "real-pages" / "html"
EDITED = 20
"""One record of so many differs between two sets."""


class Pages(NamedTuple):
    """Saved pages."""

    kind: str
    """What they are, for a person."""
    bodies: list[bytes]
    urls: list[str | None]
    """Where each comes from; None where it says so itself."""

    @property
    def kilobytes(self) -> float:
        """Mean size."""
        return sum(map(len, self.bodies)) / len(self.bodies) / 1000


def saved_pages(most: int | None = None) -> Pages:
    """Real pages, from BENCH_PAGES or from where the project keeps them; else those of the sample site."""
    folder = Path(os.environ.get("BENCH_PAGES", _REAL) or "nowhere")
    files = sorted(folder.glob("*.html"))[:most] if most is None or folder != _REAL else []
    if files:
        return Pages("real", [file.read_bytes() for file in files], [None] * len(files))
    site = build()
    paths = list(site.topic_paths())[:most]
    return Pages("sample", [site.get(path).body for path in paths], [f"{SAMPLE.home}{path[1:]}" for path in paths])


def records(numbers: Iterable[int], *, edited: bool) -> Iterator[Topic]:
    """A record for each number, under a name of its own; of the edited ones every twentieth has another title."""
    pages = _sample_records()
    for number in numbers:
        slug = f"t{number:07}"
        fields = {"id": f"sample/en/{slug}", "url": f"{SAMPLE.home}{slug}.html"}
        if edited and number % EDITED == 0:
            fields["title"] = f"Edited {number}"
        draft = pages[number % len(pages)].model_copy(update=fields)
        yield draft.model_copy(update={"content_hash": content_hash_of(orjson.loads(draft.to_line()))})


def write_files(folder: Path, count: int) -> tuple[Path, Path]:
    """A file of the records in order, and one of the edited ones in another order."""
    numbers = list(range(count))
    for name, edited in (("old.jsonl", False), ("new.jsonl", True)):
        with (folder / name).open("wb") as file:
            file.writelines(_lines(numbers, edited=edited))
        random.Random(1).shuffle(numbers)  # noqa: S311 - any order will do
    return folder / "old.jsonl", folder / "new.jsonl"


def _lines(numbers: Iterable[int], *, edited: bool) -> Iterator[bytes]:
    """Lines like those of `records`, written much faster; their content hashes are those of the sample pages."""
    slug, title = b"t0000000", b"A Title"
    fields = {"id": "sample/en/t0000000", "url": f"{SAMPLE.home}t0000000.html", "title": title.decode()}
    pages = [page.model_copy(update=fields).to_line() + b"\n" for page in _sample_records()]
    for number in numbers:
        line = pages[number % len(pages)].replace(slug, b"t%07d" % number)
        yield line.replace(title, b"Edited %d" % number, 1) if edited and number % EDITED == 0 else line


def _sample_records() -> list[Topic]:
    site = build()
    return [parse_page(site.get(path).body, f"{SAMPLE.home}{path[1:]}") for path in site.topic_paths()]
