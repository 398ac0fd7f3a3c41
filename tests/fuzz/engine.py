"""One target in a process of its own: `python -m fuzz.engine TARGET WORK SECONDS SEED`."""

import faulthandler
import resource
import signal
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from random import Random
from time import monotonic

CURRENT = "current"
"""The input that is being tried, should the process not survive it."""
_PATIENCE = 8


def run(name: str, work: Path, seconds: float, seed: int) -> None:
    """Fuzzes a target until the time is up."""
    steered = find_spec("atheris") is not None
    if steered:
        import atheris

        with atheris.instrument_imports(include=["medscrape"], enable_loader_override=False):
            from fuzz.targets import TARGETS
    else:
        from fuzz.targets import TARGETS
    from fuzz.findings import Findings

    tempfile.tempdir = str(work)
    target = TARGETS[name]
    findings = Findings(target, work / "found")
    grown = work / "grown"
    grown.mkdir(exist_ok=True)
    if steered:
        _steered(target, findings, work, seconds, seed)
    else:
        _blind(target, findings, work, seconds, seed)


def _steered(target, findings, work, seconds, seed) -> None:
    """libFuzzer leads; the bounds on time and memory are its own."""
    import atheris

    started = work / "seeds"
    started.mkdir(exist_ok=True)
    for number, data in enumerate(_pool(target)):
        (started / f"{number:05}").write_bytes(data)

    def mutated(data, longest, chance):
        random = Random(chance)
        if random.random() < 0.1:
            return atheris.Mutate(data, longest)
        return target.mutate(data, random)[:longest]

    options = [
        f"-max_total_time={int(seconds)}",
        f"-timeout={target.seconds}",
        f"-rss_limit_mb={target.megabytes}",
        f"-max_len={target.longest}",
        f"-seed={seed}",
        f"-artifact_prefix={work}/died-",
        "-detect_leaks=0",
        "-len_control=0",
        "-report_slow_units=5",
        "-print_final_stats=1",
        "-reload=0",
    ]
    atheris.Setup(
        [sys.argv[0], *options, str(work / "grown"), str(started)], findings.try_input, custom_mutator=mutated
    )
    atheris.Fuzz()


def _blind(target, findings, work, seconds, seed) -> None:
    """The same mutations without a guide; the system keeps the bounds.

    The one on time is computing time, so that a busy machine finds no faults; the watchdog is for what waits for ever.
    """
    limit = target.megabytes * 1024 * 1024 * 2
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    random, pool, end = Random(seed), _pool(target), monotonic() + seconds
    current = work / CURRENT
    while monotonic() < end:
        data = random.choice(pool)
        for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
            data = target.mutate(data, random)[: target.longest]
        current.write_bytes(data)
        signal.setitimer(signal.ITIMER_PROF, target.seconds)
        faulthandler.dump_traceback_later(_PATIENCE * target.seconds, exit=True)
        findings.try_input(data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
    current.unlink(missing_ok=True)
    findings.write()


def _pool(target) -> list[bytes]:
    """What to begin with."""
    pool = [*target.seeds(), *(path.read_bytes() for path in target.corpus())]
    return [data[: target.longest] for data in pool]


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
