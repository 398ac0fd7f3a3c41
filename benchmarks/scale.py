"""How much is measured: `BENCH_SCALE` chooses."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """The sizes of a run."""

    name: str
    rounds: int
    """Turns over the pages, for each reader."""
    turns: int
    """Turns of whole crawls and commands."""
    topics: int
    """Topics of the crawled site; each has two pages."""
    memory: tuple[int, ...]
    """Topics of the sites whose crawls are held beside each other for their memory."""
    records: tuple[int, ...]
    """Sizes of the releases that are published and compared."""
    stored: int
    """The largest release that is made in a store; larger ones are files only."""


SCALES = {
    "toy": Scale("toy", rounds=2, turns=1, topics=12, memory=(12,), records=(30,), stored=30),
    "usual": Scale("usual", 11, 3, topics=1000, memory=(50, 250, 1000), records=(1000, 10_000), stored=10_000),
    "long": Scale(
        "long",
        15,
        3,
        topics=1000,
        memory=(50, 500, 5000, 50_000),
        records=(1000, 10_000, 100_000, 1_000_000),
        stored=100_000,
    ),
}


def chosen_scale() -> Scale:
    """The scale that the environment asks for."""
    name = os.environ.get("BENCH_SCALE", "usual")
    if name not in SCALES:
        raise SystemExit(f"BENCH_SCALE is one of {', '.join(SCALES)}, not {name!r}.")
    return SCALES[name]
