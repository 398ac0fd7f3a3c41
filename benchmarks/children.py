"""Commands in processes of their own, and what they cost."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    seconds: float
    cpu: float
    """CPU seconds, of its children too."""
    memory: float
    """The most memory it held at once, in megabytes; of its largest process, where there are several."""
    output: str


def medscrape(*arguments: str | Path) -> Cost:
    """Runs our own command."""
    return run((str(Path(sys.executable).with_name("medscrape")), *map(str, arguments)))


def module(name: str, *arguments: str | Path) -> Cost:
    """Runs a Python module."""
    return run((sys.executable, "-m", name, *map(str, arguments)))


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Runs a command to its end; one that fails ends the benchmark, with what it said."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own programs
            command, stdout=said, stderr=complained, env=_environment() | dict(environment or {})
        )
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output, complaint = (_text(file) for file in (said, complained))
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{complaint[-2000:]}")
    return Cost(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _environment() -> dict[str, str]:
    """Ours, but with compiled modules kept, as on any user's machine."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
