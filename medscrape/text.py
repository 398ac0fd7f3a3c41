"""String rules that hold for every string of every record, whatever it was read from."""

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NOT_WORD = re.compile(r"[\W_]+")
_SPACE_OR_INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u2060\ufeff"}


def clean(raw: str) -> str:
    """One line of text: NFC, runs of white space (U+00A0 too) are one space, trimmed, no control characters.

    >>> clean("  What\\u00a0is \\n tonsillitis? ")
    'What is tonsillitis?'
    >>> clean("cafe\\u0301")
    'café'
    """
    if raw.isascii():
        line = " ".join(raw.split())
        return line if line.isprintable() else " ".join(_CONTROL.sub(" ", line).split())
    line = unicodedata.normalize("NFC", raw.translate(_SPACE_OR_INVISIBLE))
    return " ".join(_CONTROL.sub(" ", line).split())


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
    return "".join(c for c in unicodedata.normalize("NFKD", raw) if not unicodedata.combining(c))


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
