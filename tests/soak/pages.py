"""A crawl of many generated pages, its process watched from outside.

    PYTHONPATH=tests python -m soak.pages [PAGES]

Prints what the process held as the pages went by; ends with 1 when something grew, or was left over.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from crawl_helpers import ROOT, crawl_line
from torture.outcome import left_over

from medscrape.sample_site import build
from medscrape.sample_site.server import SampleServer
from soak.measures import Held, growth, held_by, memory

MOST = 0.15
"""So much more memory is noise."""
_SAMPLES = 60
_MOST_IN_MEMORY = 20_000
"""Pages whose records, archive and store may lie in memory: each takes up to 50 kB."""
_LONG_INDEX = ("-s", "MEDSCRAPE_INDEX_MAXSIZE=200000000")


@dataclass(frozen=True)
class Sample:
    """What was held when so many pages had been asked for."""

    pages: int
    seconds: float
    held: Held


@dataclass(frozen=True)
class Watched:
    """A crawl that was watched."""

    returncode: int
    errors: str
    samples: list[Sample]
    left: list[str]
    """Files that nobody will complete, and temporary ones."""
    lines: int
    """Of `topics.jsonl`."""


def watched_crawl(folder: Path, pages: int) -> Watched:
    """Crawls a site of so many pages, half of them in Spanish; a sample is taken at each sixtieth of them."""
    temporary = folder / "tmp"
    temporary.mkdir()
    with SampleServer(build(topics=pages // 2)) as server:
        line = crawl_line(folder / "out", *_LONG_INDEX, site="sample", base_url=server.base_url)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MEDSCRAPE_")}
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("scrapy")), *line],
            cwd=ROOT, env={**environment, "TMPDIR": str(temporary)}, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        samples = _watch(process, server, max(pages // _SAMPLES, 1))
        errors = process.communicate()[1]
    left = [*left_over(folder / "out"), *(path.name for path in temporary.iterdir())]
    published = folder / "out" / "topics.jsonl"
    lines = published.read_bytes().count(b"\n") if process.returncode == 0 else 0
    return Watched(process.returncode, errors, samples, left, lines)


def verdict(watched: Watched) -> list[str]:
    """What is wrong, as sentences."""
    told = [] if watched.returncode == 0 else [f"the crawl ended with {watched.returncode}: {watched.errors}"]
    told += [f"left over: {', '.join(watched.left[:5])}"] if watched.left else []
    held = [sample.held for sample in watched.samples]
    if (more := growth([one.memory for one in held])) > MOST:
        told.append(f"memory grew by {more:.0%}")
    for name in ("descriptors", "threads"):
        values = [getattr(one, name) for one in held]
        if growth(values) > MOST:
            told.append(f"{name} grew from {values[len(values) // 2]} to {values[-1]}")
    return told


def _watch(process: "subprocess.Popen[str]", server: SampleServer, step: int) -> list[Sample]:
    """Samples while pages are fetched: publication, which comes after, has its own tests of memory."""
    samples: list[Sample] = []
    start = time.monotonic()
    while process.poll() is None:
        count = len(server.requests)
        if count >= step * (len(samples) + 1) and (held := held_by(process.pid)):
            samples.append(Sample(count, time.monotonic() - start, held))
        time.sleep(0.02)
    return samples


def main(pages: int) -> int:
    """Crawls so many, and tells."""
    with TemporaryDirectory(dir=memory() if pages <= _MOST_IN_MEMORY else None) as folder:
        watched = watched_crawl(Path(folder), pages)
    print("  pages  seconds     memory  descriptors  threads")
    for sample in watched.samples[:: max(len(watched.samples) // 12, 1)]:
        held = sample.held
        row = f"{sample.pages:>7}  {sample.seconds:>7.0f}  {held.memory / 1e6:>6.1f} MB"
        print(f"{row}  {held.descriptors:>11}  {held.threads:>7}")
    print(f"{watched.lines} topics published")
    told = verdict(watched)
    print("\n".join(told) or "flat")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
