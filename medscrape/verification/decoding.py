"""The text of a page's bytes, by the encoding that its record names."""

import codecs

from medscrape.mojibake import set_right

_REPAIRED = " (repaired)"
# What a record of somebody else may name, and no page is in: they take quadratic time, or have no way with errors.
_NO_PAGE_CODECS = frozenset({"idna", "punycode"})


def source_of(body: bytes, encoding: str) -> str:
    """The page as text; where the record says so, text that was decoded wrongly before is set right.

    A page whose record names no encoding of text is read as UTF-8.
    """
    base = _codec(encoding.removesuffix(_REPAIRED))
    text = body.decode(base, "replace").removeprefix("\ufeff")
    return (_repaired(text) if encoding.endswith(_REPAIRED) else text).replace("\x00", "")


def _codec(name: str) -> str:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if codecs.lookup(name).name in _NO_PAGE_CODECS else name


def _repaired(text: str) -> str:
    try:
        return text.encode("sloppy-windows-1252").decode()
    except UnicodeError:
        return set_right(text)
