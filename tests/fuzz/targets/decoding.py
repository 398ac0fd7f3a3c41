"""Encodings: every body becomes clean UTF-8, and whoever reads it by the encoding named sees the same text.

An input is a content type, a line feed, and the body.
"""

from collections.abc import Iterator

from fuzz.mutators.lines import lines_with
from fuzz.target import Target, expect
from fuzz.targets import pages
from medscrape.parsers.decoding import decode
from medscrape.verification.decoding import source_of

_CODECS = (
    b"utf-8 utf-16 utf-16-le utf-32 utf-7 latin-1 windows-1252 iso-8859-15 big5 gb18030 shift_jis euc-jp"
    b" iso-2022-jp iso-2022-kr"
    b" hz koi8-r cp037 idna punycode unicode_escape raw_unicode_escape base64 hex rot13 zlib uu bz2 quopri"
    b" undefined mbcs"
    b" x-user-defined johab utf_8_sig utf-8-sig cp65001 oem replacement"
).split()
_MARKS = (
    *_CODECS, *(b'<meta charset="%b">' % name for name in _CODECS),
    *(b"text/html; charset=%b\n" % name for name in _CODECS),
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"+/v8", b"\x1b$B",
    b"\x1b(J", b"~{",
    "Ã±".encode(), "â€œ".encode(), "Ã\u0083Â±".encode(), b"\xc3\x83\xc2\xb1", b"\x93x\x94", b"\x80", b"\x81",
    b"\xe9", b"\xc3",
    "\ud800".encode("utf-16-le", "surrogatepass"), b"\xed\xa0\x80", b"\x00", b"charset", b"\xc2\x85", b"\xef\xbf\xbd",
)  # fmt: skip


def expect_clean_text(data: bytes) -> None:
    """Raises when a body is decoded in a way that loses or invents something."""
    header, _, body = data.partition(b"\n")
    content_type = header.decode("latin-1")
    found = decode(body, content_type or None)
    text = found.source.decode()
    expect("\0" not in text, "no null characters")
    seen = source_of(body, found.encoding)
    expect(seen.lstrip("\ufeff") == text.lstrip("\ufeff"), "the encoding named gives the text", found.encoding)
    decode(text + "\ud800", content_type).source.decode()


def seeds() -> Iterator[bytes]:
    """A page in several encodings, declared and not."""
    page = next(iter(pages.seeds()))[:1500].decode("utf-8", "replace")
    for codec in ("utf-8", "utf-16", "windows-1252", "koi8-r", "shift_jis", "utf-32", "utf-8-sig"):
        body = page.encode(codec, "replace")
        yield b"text/html; charset=" + codec.encode() + b"\n" + body
        yield b"\n" + body
    yield b"\n" + page.encode().decode("latin-1").encode()


TARGET = Target("decoding", expect_clean_text, seeds, lines_with(*_MARKS), longest=16 * 1024)
