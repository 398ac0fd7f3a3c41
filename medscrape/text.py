"""String rules that hold for every string of every record, whatever it was read from."""

import json
import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NOT_WORD = re.compile(r"[\W_]+")
_SPACE_OR_INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u2060\ufeff"}
_PILE_SIZE = 100
_PILE = re.compile(rf"[^\w\s\x00-\x7f]{{{_PILE_SIZE},}}")
_MOST_MARKS = 30
# C0 and C1 controls but tab and newline, marks that turn the direction of text, line separators, tags, surrogates.
_NOT_FOR_TERMINALS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(raw: str) -> str:
    """One line of text: NFC, runs of white space (U+00A0 too) are one space, trimmed, no control characters.

    >>> clean("  What\\u00a0is \\n tonsillitis? ")
    'What is tonsillitis?'
    >>> clean("cafe\\u0301")
    'café'
    """
    line = raw.strip()
    if line.isprintable() and "  " not in line:  # no other white space, nothing invisible, no control character
        return line if line.isascii() else nfc(line)
    line = nfc(line.translate(_SPACE_OR_INVISIBLE))
    return " ".join(_CONTROL.sub(" ", line).split())


def nfc(raw: str) -> str:
    """A text in Unicode's normalization form C, in time that grows with its length.

    Normalization sorts the marks of a letter, and Python does so in quadratic time. Endless piles of marks are broken
    up by a combining grapheme joiner, as Unicode's Stream-Safe Text Format does (UAX #15 section 13).

    >>> nfc("cafe\\u0301"), len(nfc("a" + 90 * "\\u0316\\u0301"))
    ('café', 186)
    """
    return unicodedata.normalize("NFC", _without_piles(raw))


def _without_piles(raw: str) -> str:
    return _PILE.sub(_broken_up, raw) if len(raw) >= _PILE_SIZE else raw


def _broken_up(pile: re.Match[str]) -> str:
    text, marks = "", 0
    for char in pile[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        text += char
        if marks == _MOST_MARKS:
            text, marks = f"{text}\u034f", 0
    return text


def plain(raw: str) -> str:
    """A text without anything that a terminal obeys or that makes it show words in another order than they stand.

    Each such character becomes a space. Tabs and newlines stay.

    >>> plain("Fever\\x1b[31m and \\u202echills")
    'Fever [31m and  chills'
    """
    return _NOT_FOR_TERMINALS.sub(" ", raw)


def plain_json(line: str) -> str:
    """A line of JSON that means the same, with what a terminal obeys written as escapes.

    >>> plain_json('{"title": "\\u202eFever"}')
    '{"title": "\\\\u202eFever"}'
    """
    return _NOT_FOR_TERMINALS.sub(lambda found: json.dumps(found[0])[1:-1], line)


@lru_cache(maxsize=4096)
def fold(raw: str) -> str:
    """A form for comparing names: lower case, without accents, punctuation or spaces around words.

    >>> fold("Diagnóstico y exámenes ")
    'diagnostico y examenes'
    >>> fold("See, Play and Learn")
    'see play and learn'
    """
    return " ".join(words(raw))


def _without_accents(raw: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", _without_piles(raw)) if not unicodedata.combining(c))


def words(raw: str) -> list[str]:
    """The words of a text, folded, in order: what two texts are compared by when markup must not matter.

    >>> words("It's new: 5-15 años")
    ['it', 's', 'new', '5', '15', 'anos']
    """
    plain = raw if raw.isascii() else _without_accents(raw)
    return _NOT_WORD.sub(" ", plain.casefold()).split()


def snake_case(raw: str) -> str:
    """A machine name for a label or heading.

    >>> snake_case("Easy-to-Read")
    'easy_to_read'
    """
    return fold(raw).replace(" ", "_")


def duration(seconds: float) -> str:
    """A span of time for a person.

    >>> duration(7), duration(2345), duration(20000)
    ('7 s', '39 min', '5.6 h')
    """
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
