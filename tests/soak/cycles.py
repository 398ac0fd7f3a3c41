"""Small runs one after the other in one process: pages are read, archived, committed, published and verified.

    PYTHONPATH=tests python -m soak.cycles [NUMBER]

Everything of a run but Scrapy's event loop, which starts once in a process. Prints what the process held; ends with 1
when something grew.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from store_helpers import ANYWAY, FULL, NOON, open_store
from torture.outcome import left_over
from warc_helpers import exchange

from medscrape import parse_page
from medscrape.archive import ArchiveWriter, read, repair
from medscrape.auditing import audit_output
from medscrape.publishing import publish
from medscrape.releasing import accept
from medscrape.reporting.write import add_to_release
from medscrape.sample_site import build
from soak.measures import Held, growth, held_by, memory

PAGES = ("/glimmerfever.html", "/papercutsyndrome.html", "/spanish/glimmerfever.html")
_LIFE = 10
"""Runs of an output folder; then a new one takes its place."""
MOST = 0.1
"""So much more memory is noise."""


def cycles(output: Path, number: int) -> Iterator[Held]:
    """Runs, and what the process holds after each of them."""
    site = build(2)
    pages = {f"https://sample.invalid{path}": site.get(path).body for path in PAGES}
    with _temporary_files_in(output.with_name("tmp")) as temporary:
        for turn in range(number):
            if turn % _LIFE == 0:  # a history grows, and so do the report and the feed that tell of it
                shutil.rmtree(output, ignore_errors=True)
            _run(output, pages, turn)
            gc.collect()
            held = held_by(os.getpid())
            if held:
                yield held
        left = [*left_over(output), *(path.name for path in temporary.iterdir())]
    if left:
        raise AssertionError(f"left over: {left[:5]}")


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before


def verdict(held: list[Held]) -> list[str]:
    """What grew, as sentences."""
    third = len(held) // 3
    told = []
    if (more := growth([one.memory for one in held])) > MOST:
        told.append(f"memory grew by {more:.0%}")
    for name in ("descriptors", "threads"):
        first, last = getattr(held[third], name), getattr(held[-1], name)
        if last > first:
            told.append(f"{name} grew from {first} to {last}")
    return told


def _run(output: Path, pages: dict[str, bytes], turn: int) -> None:
    at = NOON + timedelta(days=turn)
    with open_store(output) as store:
        run = store.begin(FULL, at, timedelta(hours=12))
        repair(output / "archive")
        with ArchiveWriter(output / "archive", run.id, longest=10**9) as archive:
            for url, body in pages.items():
                capture = archive.append(exchange(url.removeprefix("https://sample.invalid"), body, identity=url))
                words = body.replace(b"</h1>", f" {turn}</h1>".encode())  # each run brings changes
                topic = parse_page(words, url)
                origin = topic.provenance.model_copy(update={"run_id": run.id, "fetched_at": at, "capture": capture})
                store.finish_topic(run, url, topic.with_provenance(origin))
                read(output / "archive", capture)
        publish(store, accept(store, run, at, force=ANYWAY), output, render=add_to_release)
        store.prune(at - timedelta(days=5))
    list(audit_output(output))


def main(number: int) -> int:
    """Runs so many, and tells."""
    with TemporaryDirectory(dir=memory()) as folder:
        held = list(cycles(Path(folder) / "out", number))
    print("run      memory  descriptors  threads")
    for turn in range(0, number, max(number // 10, 1)):
        one = held[turn]
        print(f"{turn + 1:>5}  {one.memory / 1e6:>6.1f} MB  {one.descriptors:>9}  {one.threads:>7}")
    told = verdict(held)
    print("\n".join(told) or "flat")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
