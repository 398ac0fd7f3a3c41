"""`make torture`: the real command, killed and refused the disk at every moment; ends with 1 on any loss.

PYTHONPATH=tests python -m torture [--kills N] [--every K] [--seed S] [--workers W]
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from torture import full_disk
from torture.keeper import Harm
from torture.tracing import can_trace
from torture.trial import NAMES, Bench, Score, random_harms, random_stop

Trial = tuple[list[Harm], str]
Trials = Callable[[Score], Iterator[Trial]]
"""From what has come of them so far to the next ones."""


def main(arguments: list[str]) -> int:
    chosen = _parsed(arguments)
    print(f"seed {chosen.seed}", flush=True)
    memory = Path("/dev/shm")  # what a killed process wrote is the same there, and hundreds of fsyncs cost nothing
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        scores = torture(Path(folder), chosen.kills, chosen.every, chosen.seed, chosen.workers, _say)
        name, found = full_disk.trials(Path(folder) / "disk", _say)
        scores |= {name: found} if found else {}
    print("\n".join(table(scores)))
    return 0 if all(score.is_clean for score in scores.values()) else 1


def torture(
    folder: Path, kills: int, every: int, seed: int, workers: int, say: Callable[[str], None] = lambda _: None
) -> dict[str, Score]:
    """Kills at random moments, at every (or every so many-th) write, and the disk full at them."""
    benches = [Bench(folder / str(number)) for number in range(workers)]
    scores: dict[str, Score] = {}
    try:
        for name, trials in _phases(benches[0], kills, every, random.Random(seed), say):
            start = time.monotonic()
            scores[name] = score = _run(benches, trials)
            say(f"{name}: {score.counts['trials']} trials in {time.monotonic() - start:.0f} s")
            for note in score.notes[:20]:
                say(f"  {note}")
        looks = sum(bench.reader.seen.count for bench in benches)
        say(f"the readers looked at a release {looks} times")
    finally:
        for bench in benches:
            bench.close()
    return scores


def table(scores: dict[str, Score]) -> list[str]:
    """The table as it is printed."""
    width = max(map(len, NAMES))
    head = " " * width + "".join(f"  {name:>14}" for name in scores)
    rows = (name.ljust(width) + "".join(f"  {score.counts[name]:>14}" for score in scores.values()) for name in NAMES)
    return [head, *rows]


def _phases(
    bench: Bench, kills: int, every: int, chance: random.Random, say: Callable[[str], None]
) -> Iterator[tuple[str, Trials]]:
    seconds = min(bench.undisturbed(is_watched=False).seconds for _ in range(3))
    yield "random kills", lambda score: _random_kills(kills, chance, seconds, score)
    stops = (([random_stop(chance, seconds)], f"stop {number}") for number in range(kills // 6))
    yield "stops", lambda _: stops
    if reason := can_trace():
        say(f"no kill or full disk at every write: {reason}")
        return
    calls = bench.undisturbed().calls
    kinds = ", ".join(f"{count} {name}" for name, count in Counter(calls).most_common())
    say(f"writes of a run: {len(calls)} ({kinds})")
    numbers = range(chance.randrange(every), len(calls), every)
    killed = (([Harm(kill_at=number)], f"kill before call {number}") for number in numbers)
    yield "kills at writes", lambda _: killed
    filled = (([Harm(full_from=number)], f"disk full from call {number}") for number in numbers)
    yield "full at writes", lambda _: filled


def _random_kills(number: int, chance: random.Random, seconds: float, score: Score) -> Iterator[Trial]:
    """Trials until so many kills have hit: some come when the command has ended."""
    while score.counts["kills"] < number:
        harms = random_harms(chance, seconds)
        moments = ", ".join(f"{harm.after:.3f} s" for harm in harms if harm.after)
        yield harms, f"kill after {moments}{' of a process of its own' if harms[0].is_own else ''}"


def _run(benches: list[Bench], prepare: Trials) -> Score:
    score, lock = Score(), Lock()
    trials = prepare(score)

    def work(bench: Bench) -> None:
        while True:
            with lock:
                trial = next(trials, None)
            if trial is None:
                return
            mine = Score()
            bench.try_out(mine, *trial)
            with lock:
                score.merge(mine)

    with ThreadPoolExecutor(len(benches)) as pool:
        for done in [pool.submit(work, bench) for bench in benches]:
            done.result()
    return score


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=300, help="at random moments")
    parser.add_argument("--every", type=int, default=1, help="so many-th write only")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args(arguments)


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
