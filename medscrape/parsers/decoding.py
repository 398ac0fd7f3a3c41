"""From bytes to clean UTF-8: one rule decides which encoding a page is read in, and says so."""

import codecs
import re
from typing import NamedTuple

import charset_normalizer
from w3lib.encoding import http_content_type_encoding, read_bom, resolve_encoding

from medscrape.models import PageWarning
from medscrape.mojibake import MOJIBAKE, set_right

REPAIRED = " (repaired)"
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
# What UTF-8 looks like after it was read as Latin-1 or Windows-1252 and encoded once more: a first byte of UTF-8 shown
# as a letter, then a continuation byte shown as a character of either encoding.
_SUSPECT = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5|\xc6\x92|\xcb|\xe2[\x80\x82\x84])")
_LONGEST_SUSPECT = 5
_PIECE = 4096
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
# No encodings of pages: the first two know no error handling or take quadratic time, the others hide markup.
_NO_PAGE_CODECS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})
_REPLACEMENT = "\ufffd".encode()


class Decoded(NamedTuple):
    """A page as clean UTF-8, and how it was read."""

    source: bytes
    encoding: str
    warnings: tuple[PageWarning, ...]


def decode(body: bytes | str, content_type: str | None = None) -> Decoded:
    """Decode a body by the first of these that fits: byte order mark, valid UTF-8, declared encoding, a guess.

    UTF-8 goes before a declaration because text in any other encoding is hardly ever valid UTF-8 by accident, and
    servers and saved copies often declare something else (the order of the WHATWG Encoding Standard is BOM, HTTP
    header, meta). Text that was decoded wrongly before us (`EspaÃ±ol`) is repaired.
    """
    if isinstance(body, str):
        source, encoding = body.encode("utf-8", "replace"), "unicode"
    else:
        source, encoding = _in_utf8(body, content_type)
    if _is_suspect(source):
        source, encoding = _repaired(source, encoding)
    if b"\x00" in source:
        source = source.replace(b"\x00", b"")
    return Decoded(source, encoding, _oddities(source))


def _in_utf8(body: bytes, content_type: str | None) -> tuple[bytes, str]:
    encoding, bom = read_bom(body)
    if encoding and bom:
        return body[len(bom) :].decode(encoding, "replace").encode(), encoding
    if _is_utf8(body):
        return body, "utf-8"
    encoding = _other_encoding(body, content_type)
    return body.decode(encoding, "replace").encode(), encoding


def _is_utf8(body: bytes) -> bool:
    """Whether a body is valid UTF-8, looked at in pieces: most are ASCII, and one character that is not makes the text
    of a whole page several times as large."""
    start, view = 0, memoryview(body)
    try:
        while start < len(body):
            piece = view[start : start + _PIECE]
            start += codecs.utf_8_decode(piece, "strict", start + _PIECE >= len(body))[1]
    except UnicodeDecodeError:
        return False
    return True


def _is_suspect(source: bytes) -> bool:
    pieces = (source[start : start + _PIECE + _LONGEST_SUSPECT] for start in range(0, len(source), _PIECE))
    return any(not piece.isascii() and _SUSPECT.search(piece) for piece in pieces)


def _other_encoding(body: bytes, content_type: str | None) -> str:
    declared = _declared(body, content_type)
    if declared and declared not in {"utf-8", "ascii"}:
        return declared
    damaged = body.decode("utf-8", "replace").count("\ufffd")
    intact = sum(byte >= 0xC2 for byte in body) - damaged
    if damaged <= intact:
        return "utf-8"
    guess = charset_normalizer.from_bytes(body[:200_000], cp_isolation=["cp1252", "utf_8", "latin_1"]).best()
    return resolve_encoding(guess.encoding if guess else "cp1252") or "cp1252"


def _declared(body: bytes, content_type: str | None) -> str | None:
    header = http_content_type_encoding(content_type) if content_type else None
    meta = _META.search(body[:4096])
    for name in (header, meta[1].decode("ascii") if meta else None):
        encoding = resolve_encoding(name) if name else None
        if encoding and _is_text_codec(encoding):
            return encoding
    return None


def _is_text_codec(encoding: str) -> bool:
    try:
        "".encode(encoding)
    except (LookupError, UnicodeError):
        return False
    return codecs.lookup(encoding).name not in _NO_PAGE_CODECS


def _repaired(source: bytes, encoding: str) -> tuple[bytes, str]:
    """Text that was encoded as UTF-8 and read as Latin-1 or Windows-1252 on the way, set right."""
    text = source.decode()
    if not MOJIBAKE.search(text):
        return source, encoding
    try:
        whole = text.encode("sloppy-windows-1252").decode()
    except UnicodeError:
        whole = set_right(text)
    base = "utf-8" if encoding == "unicode" else encoding
    return (whole.encode(), f"{base}{REPAIRED}") if whole != text else (source, encoding)


def _oddities(source: bytes) -> tuple[PageWarning, ...]:
    found = []
    if b"\xef" in source and (count := source.count(_REPLACEMENT)):
        detail = f"{count} characters could not be decoded, the first at byte {source.index(_REPLACEMENT)}"
        found.append(PageWarning(code="replacement_character", detail=detail))
    if b"\xc2" in source and (match := _C1.search(source)):
        found.append(PageWarning(code="control_character", detail=f"a C1 control character at byte {match.start()}"))
    return tuple(found)
