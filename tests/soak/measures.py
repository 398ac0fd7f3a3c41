"""What a process holds, seen from outside; and whether a row of measures stays flat."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Held:
    """What a process holds at a moment."""

    memory: int
    """Resident bytes."""
    descriptors: int
    threads: int


def held_by(process: int) -> Held | None:
    """What a process holds (man proc); None when it has ended."""
    place = Path("/proc", str(process))
    try:
        resident = int((place / "statm").read_text().split()[1]) * _PAGE
        return Held(resident, len(list((place / "fd").iterdir())), len(list((place / "task").iterdir())))
    except (OSError, IndexError):
        return None


def growth(values: Sequence[float]) -> float:
    """How much more the last third holds than the middle one, as a share; the first third fills caches."""
    third = len(values) // 3
    middle, last = statistics.median(values[third : 2 * third]), statistics.median(values[-third:])
    return last / middle - 1


def memory() -> str | None:
    """A folder in memory, where fsync costs nothing; None for the usual one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def can_measure() -> bool:
    """Whether this system tells what processes hold."""
    return held_by(os.getpid()) is not None
