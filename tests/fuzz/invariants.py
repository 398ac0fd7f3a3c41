"""What is true of every record, whatever page it was read from."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import orjson

from fuzz.target import expect
from medscrape import Topic
from medscrape.models import content_hash_of

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TAG = re.compile(r"<(/?)([A-Za-z0-9]+)((?:\s[^<>]*)?)>")
_TAGS = frozenset(
    "h2 h3 h4 h5 h6 p ul ol li dl dt dd table caption thead tbody tfoot tr th td a strong em sub sup br img".split()
)
_ATTRIBUTE = re.compile(r'\s(href|src|alt|colspan|rowspan|scope)="[^"<>]*"')
_LINK = re.compile(r'\s(?:href|src)="(?!https?://|ftp://|mailto:|tel:)')
SAFE_URL = re.compile(r"(?:(?:https?|ftp)://[^\s/]|mailto:|tel:)[^\s\x00-\x1f\x7f-\x9f]*")
_VERBATIM = frozenset({"provenance", "quality", "html", "text"})


def expect_sound(topic: Topic) -> None:
    """Raises when a record is not what every record is."""
    line = topic.to_line()
    expect(Topic.model_validate_json(line) == topic, "a record is read back as it was written")
    record = orjson.loads(line)
    expect(topic.content_hash == content_hash_of(record), "the hash is that of the content")
    for place, text in _strings(record):
        expect(not _CONTROL.search(text), "no control characters", place, text)
        expect(unicodedata.is_normalized("NFC", text), "every string is NFC", place, text)
        if not _VERBATIM & set(place):
            expect(text == " ".join(text.split()), "white space is one space", place, text)
    if topic.summary:
        _expect_harmless(topic.summary.html)


def _strings(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, (*place, name))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, place)


def _expect_harmless(html: str) -> None:
    rest = html
    opened: list[str] = []
    for slash, name, attributes in _TAG.findall(html):
        expect(name in _TAGS, "only known tags", name)
        expect(not _ATTRIBUTE.sub("", attributes).strip(" /"), "only known attributes", attributes)
        expect(not _LINK.search(attributes), "only safe links", attributes)
        if slash:
            expect(opened and opened.pop() == name, "tags are closed in order", name, html)
        elif name not in {"br", "img"}:
            opened.append(name)
    expect(not opened, "every tag is closed", opened, html)
    expect("<" not in _TAG.sub("", rest), "no other brackets", html)
