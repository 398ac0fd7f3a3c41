"""The first of many, by what matters: memory does not grow with what is left out."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Shortlist(Generic[T]):
    """At most so many things, those of the lowest rank first; of equals, those that came first.

    >>> short = Shortlist[str](2)
    >>> for rank, name in ((1, "b"), (1, "c"), (0, "a")):
    ...     short.add(rank, name)
    >>> list(short), short.total
    (['a', 'b'], 3)
    """

    def __init__(self, most: int) -> None:
        self.total = 0
        """How many were offered."""
        self._room = most
        self._ranks: dict[int, list[T]] = {}

    def add(self, rank: int, thing: T) -> None:
        """Takes a thing in; the last one of the highest rank makes way when there is no room."""
        self.total += 1
        self._ranks.setdefault(rank, []).append(thing)
        self._room -= 1
        if self._room < 0:
            self._ranks[max(rank for rank, things in self._ranks.items() if things)].pop()
            self._room = 0

    def __iter__(self) -> Iterator[T]:
        for _, things in sorted(self._ranks.items()):
            yield from things

    def __len__(self) -> int:
        return sum(map(len, self._ranks.values()))
