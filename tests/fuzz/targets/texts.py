"""Strings, dates, headers: the small readers behind all others."""

import math
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import orjson

from fuzz.mutators.lines import lines_with
from fuzz.target import Target, expect
from medscrape.crawling.middlewares.retries import seconds_asked
from medscrape.parsers.record import keywords_of, split_names
from medscrape.text import clean, fold, plain, plain_json, snake_case, words
from medscrape.vocabulary.dates import iso_date, page_dates
from medscrape.vocabulary.languages import is_tag, language_tag, tag_of_code

_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
_MARKS = (
    b"Thu, 01 Jan 2026 00:01:00 GMT", b"Thu, 01 Jan 99999 00:00:00 +9999", b"120", b"1e9", b"-1", b"9" * 400,
    b"+2359", b"(", b"UTC",
    b"2025-08-16T00:00:00Z", b"0000-00-00", b"Page last updated on ", b"Topic last reviewed: ",
    b"2 de abril de 2020", b"April 2, 2020",
    b"99 May 0000", "\u0663".encode(), "\u00b2".encode(), b"zh-Hans", b"es_MX",
    b"Chinese, Simplified (Mandarin dialect)",
)  # fmt: skip


def expect_calm(data: bytes) -> None:
    """Raises when a small reader stumbles, or does not keep to its own rules."""
    text = data.decode("utf-8", "surrogatepass" if data.isascii() else "replace")
    once = clean(text)
    # Where marks are piled up joiners may come with each round.
    expect(clean(once).replace("\u034f", "") == once.replace("\u034f", ""), "a clean text stays as it is", once)
    expect(unicodedata.is_normalized("NFC", once), "a clean text is NFC", once)
    expect(fold(fold(text)) == fold(text), "a folded text stays as it is", fold(text))
    expect(words(text) == fold(text).split(), "a folded text is its words")
    snake_case(text)
    line = orjson.dumps({"a": text}).decode()
    expect(orjson.loads(plain_json(line)) == {"a": text}, "plain JSON means the same")
    expect(plain(plain_json(line)) == plain_json(line), "plain JSON is plain", line)
    seconds = seconds_asked(text, _NOON)
    expect(math.isfinite(seconds) and seconds >= 0, "a pause is a number of seconds", seconds)
    iso_date(text)
    page_dates(text)
    keywords_of(text)
    expect(words(" ".join(split_names(text))) == words(once), "names keep their words", text)
    expect(is_tag(language_tag(text)), "a language has a tag", language_tag(text))
    tag_of_code(text)


def seeds() -> Iterator[bytes]:
    """One of each."""
    yield from (mark for mark in _MARKS)


TARGET = Target("texts", expect_calm, seeds, lines_with(*_MARKS), longest=8 * 1024)
