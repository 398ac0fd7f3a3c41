"""Texts that are read line by line."""

import re
from random import Random

from fuzz.mutators.pieces import REARRANGE, bent, cut
from fuzz.mutators.words import ADDRESSES, LETTERS, PHRASES
from fuzz.target import Mutate

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_WORD = re.compile(rb"\s+|[\w]+|[^\w\s]")


def lines_with(*words: bytes) -> Mutate:
    """A mutator of texts in which these words mean something."""
    known = (words, words, PHRASES, ADDRESSES, LETTERS)

    def mutated(data: bytes, random: Random) -> bytes:
        if random.random() < 0.1:
            return bent(data, random)
        pattern = random.choice((_LINE, _WORD))
        pieces = pattern.findall(data)
        for _ in range(random.choice((1, 1, 2, 4))):
            if random.random() < 0.5:
                random.choice((*REARRANGE, cut))(pieces, random)
            else:
                _say(pieces, random.choice(random.choice(known)), random)
        return b"".join(pieces)

    return mutated


def _say(pieces: list[bytes], word: bytes, random: Random) -> None:
    place = random.randrange(len(pieces) + 1)
    pieces[place : place + random.choice((0, 1))] = [word]
