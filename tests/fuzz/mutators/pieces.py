"""Changes to an input that is taken apart into pieces: tags, lines, records."""

from collections.abc import Callable, Sequence
from random import Random

LONGEST = 512 * 1024
_AGAIN = (2, 2, 3, 10, 100, 2000)

Edit = Callable[[list[bytes], Random], None]


def some(random: Random, pieces: Sequence[object]) -> tuple[int, int]:
    """Where a stretch begins and ends: mostly a short one."""
    start = random.randrange(len(pieces) + 1)
    length = random.choice((1, 1, 2, 4, 16, random.randrange(len(pieces) + 1)))
    return start, min(len(pieces), start + length)


def delete(pieces: list[bytes], random: Random) -> None:
    """A stretch goes."""
    start, end = some(random, pieces)
    del pieces[start:end]


def repeat(pieces: list[bytes], random: Random) -> None:
    """A stretch comes again, as often as there is room for it."""
    start, end = some(random, pieces)
    stretch = pieces[start:end]
    room = LONGEST // max(1, sum(map(len, stretch)))
    pieces[start:start] = stretch * min(random.choice(_AGAIN), room)


def move(pieces: list[bytes], random: Random) -> None:
    """A stretch goes somewhere else."""
    start, end = some(random, pieces)
    stretch = pieces[start:end]
    del pieces[start:end]
    place = random.randrange(len(pieces) + 1)
    pieces[place:place] = stretch


def copy(pieces: list[bytes], random: Random) -> None:
    """A stretch is there twice."""
    start, end = some(random, pieces)
    place = random.randrange(len(pieces) + 1)
    pieces[place:place] = pieces[start:end]


def cut(pieces: list[bytes], random: Random) -> None:
    """The end is missing."""
    del pieces[random.randrange(len(pieces) + 1) :]


REARRANGE: tuple[Edit, ...] = (delete, delete, repeat, move, copy, copy)


def bent(data: bytes, random: Random) -> bytes:
    """A few bytes become others, come, or go."""
    place = random.randrange(len(data) + 1)
    length = random.choice((0, 1, 1, 2, 4))
    return data[:place] + random.randbytes(random.choice((0, 1, 1, 2, 4))) + data[place + length :]
