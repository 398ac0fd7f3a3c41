"""How fast, and in how much memory, `medscrape diff` and `medscrape changes` go through many records.

    python benchmarks/differences.py [NUMBER OF RECORDS]

Makes so many records (100,000 unless said otherwise) after those of the sample site, in a temporary folder: two files
whose lines stand in different orders, and two releases of a store; every twentieth record is edited. Prints the rates
and the most memory that each command took, and ends with 1 if one took more than it should.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from medscrape import Topic, parse_page
from medscrape.models import Scope, Source, content_hash_of
from medscrape.publishing import publish
from medscrape.releasing import accept
from medscrape.sample_site import build
from medscrape.store import Store

MOST = 300  # MB
EDITED = 20
SCOPE = Scope(languages=("en", "es"), topics=(), limit=None)
START = datetime(2026, 1, 1, tzinfo=UTC)


def records(numbers: Iterable[int], *, edited: bool) -> Iterator[Topic]:
    """A record for each number, under a name of its own."""
    site = build()
    pages = [parse_page(site.get(path).body, f"https://sample.invalid{path}") for path in site.topic_paths()]
    for number in numbers:
        slug = f"t{number:06}"
        fields = {"id": f"sample/en/{slug}", "url": f"https://sample.invalid/{slug}.html"}
        if edited and number % EDITED == 0:
            fields["title"] = f"Edited {number}"
        draft = pages[number % len(pages)].model_copy(update=fields)
        yield draft.model_copy(update={"content_hash": content_hash_of(orjson.loads(draft.to_line()))})


def write_files(folder: Path, count: int) -> tuple[Path, Path]:
    """A file of the records in order, and one of the edited ones in another order."""
    numbers = list(range(count))
    for name, edited in (("old.jsonl", False), ("new.jsonl", True)):
        with (folder / name).open("wb") as file:
            for record in records(numbers, edited=edited):
                file.write(record.to_line() + b"\n")
        random.Random(1).shuffle(numbers)  # noqa: S311 - any order will do
    return folder / "old.jsonl", folder / "new.jsonl"


def write_store(output: Path, count: int) -> None:
    """Two releases in a store, and their files."""
    with Store.open(output, Source(site="sample", mirror=None)) as store:
        for day, edited in enumerate((False, True)):
            now = START + timedelta(days=day)
            run = store.begin(SCOPE, now, timedelta(0))
            for record in records(range(count), edited=edited):
                store.finish_topic(run, record.url, record)
            release = timed(f"acceptance {day + 1}", count, lambda run=run, now=now: accept(store, run, now))
            timed(f"publication {day + 1}", count, lambda release=release: publish(store, release, output))


def timed(name: str, count: int, work: Callable[[], Any]) -> Any:
    """Does something in this process and prints the rate."""
    start = time.perf_counter()
    done = work()
    print(f"{name:<24} {count / (time.perf_counter() - start):>9,.0f} records/s", flush=True)
    return done


def measured(name: str, count: int, *arguments: str) -> bool:
    """Runs a command, prints its rate and the most memory that it took, and says whether that was little enough."""
    program = str(Path(sys.executable).with_name("medscrape"))
    start = time.perf_counter()
    process = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    _, status, usage = os.wait4(process.pid, 0)
    seconds, memory = time.perf_counter() - start, usage.ru_maxrss / 1024
    print(f"{name:<24} {count / seconds:>9,.0f} records/s {memory:>6,.0f} MB", flush=True)
    return status == 0 and memory < MOST


def main() -> None:
    """Makes the records and runs the commands."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        old, new = map(str, write_files(Path(folder), count))
        output = Path(folder, "output")
        write_store(output, count)
        there = ("--output", str(output))
        good = [
            measured("diff of files", 2 * count, "diff", old, new),
            measured("diff of releases", 2 * count, "diff", "20260101T000000Z", "20260102T000000Z", *there),
            measured("changes", count + count // EDITED, "changes", *there),
            measured("changes --json", count + count // EDITED, "changes", "--json", *there),
            measured("changes --since", count // EDITED, "changes", "--since", "2026-01-02", *there),
        ]
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
