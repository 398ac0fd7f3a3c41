"""Where the time of one page goes: `python -m benchmarks.profile` prints what takes the most."""

import cProfile
import pstats

from benchmarks.pages import saved_pages
from benchmarks.readers import ours


def main() -> None:
    """Reads every page once before, and once under the profiler."""
    pages = saved_pages()
    profile = cProfile.Profile()
    for body in pages.bodies:
        ours.read(body)
    for body in pages.bodies:
        profile.runcall(ours.read, body)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(20)


if __name__ == "__main__":
    main()
