"""How long one page takes, beside the bare lxml parse of the same bytes, in turns; and where the time goes.

    python benchmarks/parse.py [FOLDER OF SAVED PAGES]

Without a folder the pages of the sample site are read. Prints the ratio of medians and its spread, then the functions
that take the most time of their own.
"""

import cProfile
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from medscrape import parse_page
from medscrape.sample_site import build

ROUNDS = 25


def pages() -> list[bytes]:
    """The pages to read."""
    if len(sys.argv) > 1:
        return [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.html"))]
    site = build()
    return [site.get(path).body for path in site.topic_paths()]


def milliseconds(read: Callable[[bytes], object], bodies: list[bytes]) -> float:
    """Mean time of one page in one round."""
    start = time.perf_counter()
    for body in bodies:
        read(body)
    return (time.perf_counter() - start) / len(bodies) * 1000


def main() -> None:
    """Measure, print, profile."""
    bodies = pages()
    parser = etree.HTMLParser(encoding="utf-8")
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS):
        bare.append(milliseconds(lambda body: etree.fromstring(body, parser), bodies))
        ours.append(milliseconds(parse_page, bodies))
    ratios = sorted(b / a for a, b in zip(bare, ours, strict=True))
    size = sum(map(len, bodies)) / len(bodies) / 1024
    print(f"{len(bodies)} pages of {size:.0f} KB, {ROUNDS} rounds in turns")
    print(f"bare lxml parse   {statistics.median(bare):6.2f} ms")
    print(f"complete record   {statistics.median(ours):6.2f} ms")
    print(f"ratio             {statistics.median(ratios):6.2f}  (from {ratios[0]:.2f} to {ratios[-1]:.2f})\n")
    profile = cProfile.Profile()
    profile.runcall(milliseconds, parse_page, bodies)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(12)


if __name__ == "__main__":
    main()
