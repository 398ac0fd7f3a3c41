"""`python -m fuzz`: every target for its share of the time, on all cores; prints what was tried and what was found."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from time import monotonic

from fuzz.engine import CURRENT
from fuzz.findings import fault_of, name_of, shrunk
from fuzz.target import Target
from fuzz.targets import TARGETS

_LEAST = 2.0  # seconds that are worth a start


@dataclass
class Result:
    """What came of a target."""

    target: Target
    executions: int = 0
    seconds: float = 0.0
    faults: dict[str, bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.target.name:<12}{self.executions:>12,}{self.seconds:>10.0f}{len(self.faults):>8}"


def fuzz(target: Target, seconds: float, seed: int) -> Result:
    """Runs a target; one that does not survive an input is started anew without it."""
    result = Result(target)
    end = monotonic() + seconds
    while (left := end - monotonic()) > _LEAST:
        start = monotonic()
        with tempfile.TemporaryDirectory(prefix=f"fuzz-{target.name}-") as folder:
            status = _run(target, Path(folder), left, seed + len(result.faults))
            _collect(result, Path(folder), status)
        result.seconds += monotonic() - start
        if result.faults and status:
            break
    print(result, flush=True)
    return result


def _run(target: Target, work: Path, seconds: float, seed: int) -> int:
    command = [sys.executable, "-m", "fuzz.engine", target.name, str(work), str(seconds), str(seed)]
    with (work / "log").open("wb") as log:
        return subprocess.run(
            command, cwd=Path(__file__).parents[1], stdout=log, stderr=log, timeout=seconds + 10 * target.seconds + 60
        ).returncode


def _collect(result: Result, work: Path, status: int) -> None:
    figures = work / "found" / "figures.json"
    if figures.exists():
        found = json.loads(figures.read_text())
        result.executions += found["executions"]
        for fault in found["faults"]:
            result.faults[fault] = (work / "found" / name_of(fault)).read_bytes()
    killers = [*work.glob("died-[!s]*"), *work.glob(CURRENT)]
    for path in killers:
        result.faults[f"did not survive ({path.name.split('-')[1] if '-' in path.name else status})"] = (
            path.read_bytes()
        )
    if status and not killers:
        print(
            f"{result.target.name} could not be run:\n{(work / 'log').read_text(errors='replace')[-3000:]}", flush=True
        )
        result.faults["could not be run"] = b""


def keep(result: Result) -> Iterator[tuple[str, Path]]:
    """Writes each finding, as small as it gets, where `make test` tries it from now on."""
    target = result.target
    target.folder.mkdir(parents=True, exist_ok=True)
    for fault, data in result.faults.items():
        if not data:
            yield fault, target.folder
            continue
        if not fault.startswith("did not survive"):
            data = shrunk(data, lambda smaller, fault=fault: fault_of(target, smaller) == fault)
        path = target.folder / name_of(fault)
        path.write_bytes(data)
        yield fault, path


def main() -> int:
    """Fuzzes; exit code 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all of them")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    options = parser.parse_args()
    targets = [TARGETS[name] for name in options.targets or TARGETS]
    cores = os.cpu_count() or 1
    share = options.minutes * 60 * min(cores, len(targets)) / sum(target.share for target in targets)
    print(
        f"fuzzing {len(targets)} targets for {options.minutes:g} minutes on {cores} cores, seed {options.seed}",
        flush=True,
    )
    if find_spec("atheris") is None:
        print("without Atheris, which has no package for this Python or machine: not steered by coverage", flush=True)
    targets.sort(key=lambda target: -target.share)
    with ThreadPoolExecutor(cores) as pool:
        print(f"{'target':<12}{'executions':>12}{'seconds':>10}{'faults':>8}", flush=True)
        running = [pool.submit(fuzz, target, share * target.share, options.seed) for target in targets]
        results = [one.result() for one in as_completed(running)]
    kept = [(result.target.name, *found) for result in results for found in keep(result)]
    for name, fault, path in kept:
        print(f"{name}: {fault}\n    {path}")
    return int(bool(kept))


if __name__ == "__main__":
    sys.exit(main())
