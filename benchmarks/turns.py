"""Measuring in turns: what else the machine does falls on all contestants alike, and only ratios are told."""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several measurements, and how far they lie apart."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """The spread of at least one value.

        >>> Spread.of([3, 1, 2])
        Spread(median=2, least=1, most=3)
        """
        ordered = sorted(values)
        return cls(statistics.median(ordered), ordered[0], ordered[-1])

    def shown(self, digits: int = 2) -> str:
        """The spread for a person.

        >>> Spread(1.5, 1.25, 2).shown()
        '1.50 (1.25–2.00)'
        """
        if self.least == self.most:
            return f"{self.median:,.{digits}f}"
        return f"{self.median:,.{digits}f} ({self.least:,.{digits}f}–{self.most:,.{digits}f})"


def in_turns(contestants: Mapping[str, Callable[[], T]], turns: int) -> dict[str, list[T]]:
    """What each contestant gives, turn by turn: all take part in a turn before the next begins."""
    found: dict[str, list[T]] = {name: [] for name in contestants}
    for _ in range(turns):
        for name, take_part in contestants.items():
            found[name].append(take_part())
    return found


def ratios(measured: Sequence[float], reference: Sequence[float]) -> Spread:
    """How many times the reference was measured, turn by turn.

    >>> ratios([2, 6], [1, 2])
    Spread(median=2.5, least=2.0, most=3.0)
    """
    return Spread.of(one / other if other else 0.0 for one, other in zip(measured, reference, strict=True))


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu_seconds(work: Callable[[], object]) -> float:
    """How much CPU something takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start
