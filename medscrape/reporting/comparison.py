"""Two versions of a record, place by place, as a person wants to see what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from medscrape.changes.pairing import Pair, is_shuffled, pairs
from medscrape.reporting.redline import Mark, Passage, Redline, redline
from medscrape.reporting.rows import RowChange, row_changes
from medscrape.reporting.wording import counted

Record = dict[str, Any]
_OPENING = 240
_DERIVED = frozenset({"content_hash", "provenance"})
_ORDER = "The same rows in another order."
_SHUFFLED = "The same sections in another order."
_MARKUP = "The words are the same; their structure or emphasis differs."


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What differs in one place."""

    place: str
    """As in `Change.fields`."""
    words: Redline = ()
    rows: tuple[RowChange, ...] = ()
    note: str | None = None
    """What words and rows do not say."""


def places_between(before: Record, after: Record) -> tuple[PlaceChange, ...]:
    """Every place that differs, in the order of the record."""
    return tuple(_places(before, after))


def in_figures(record: Record) -> str:
    """What a record that came holds, in a few words."""
    sections = record.get("sections") or ()
    links = sum(len(section["links"]) for section in sections)
    return f"{counted(len(sections), 'section')}, {counted(links, 'link')}"


def opening_of(record: Record) -> str:
    """The first words of the summary."""
    text = " ".join(((record.get("summary") or {}).get("text") or "").split())
    return text if len(text) <= _OPENING else f"{text[:_OPENING].rsplit(' ', 1)[0]} …"


def _places(before: Record, after: Record) -> Iterator[PlaceChange]:
    for name in (*before, *(name for name in after if name not in before)):
        one, other = before.get(name), after.get(name)
        if name in _DERIVED or one == other:
            continue
        if name == "sections":
            yield from _sections(one or [], other or [])
        elif name == "summary":
            yield _rich_text(name, one or {}, other or {})
        elif name == "quality":
            yield _quality(one or {}, other or {})
        else:
            yield _value(name, one, other)


def _sections(before: list[Record], after: list[Record]) -> Iterator[PlaceChange]:
    for pair in pairs(before, after):
        if pair.before is None or pair.after is None:
            yield _whole_section(pair)
            continue
        for part in (*pair.before, *(part for part in pair.after if part not in pair.before)):
            one, other = pair.before.get(part), pair.after.get(part)
            if one != other:
                yield _value(f"{pair.place}.{part}", one, other)
    if is_shuffled(before, after):
        yield PlaceChange("sections", note=_SHUFFLED)


def _whole_section(pair: Pair) -> PlaceChange:
    before, after = pair.before or {}, pair.after or {}
    return PlaceChange(
        pair.place,
        redline(before.get("text") or "", after.get("text") or ""),
        row_changes(before.get("links", ()), after.get("links", ())),
        "The section is new." if pair.before is None else "The section is gone.",
    )


def _rich_text(place: str, before: Record, after: Record) -> PlaceChange:
    words = redline(before.get("text", ""), after.get("text", ""))
    is_same_text = before.get("text") == after.get("text")
    rows = row_changes(_links(before), _links(after)) + row_changes(
        before.get("attribution", ()), after.get("attribution", ())
    )
    note = None
    if before.get("license") != after.get("license"):
        note = f"Licence: {before.get('license') or 'not stated'}, now {after.get('license') or 'not stated'}."
    elif is_same_text and not rows:
        note = _MARKUP
    return PlaceChange(place, () if is_same_text else words, rows, note)


def _quality(before: Record, after: Record) -> PlaceChange:
    parts = ("unmapped_text", "warnings")
    rows = (row_changes(before.get(part, ()), after.get(part, ())) for part in parts)
    return PlaceChange("quality", rows=tuple(change for part in rows for change in part))


def _value(place: str, before: Any, after: Any) -> PlaceChange:
    if _is_list(before) and _is_list(after):
        rows = row_changes(before or (), after or ())
        return PlaceChange(place, rows=rows, note=None if rows else _ORDER)
    if _is_thing(before) and _is_thing(after):
        return PlaceChange(place, rows=row_changes([before] if before else (), [after] if after else ()))
    return PlaceChange(place, _words(_text(before), _text(after)))


def _words(before: str, after: str) -> Redline:
    """A date or an address is one word; half of it says nothing."""
    if " " in before or " " in after:
        return redline(before, after)
    return (Passage(((Mark.GONE, before),) if before else (), ((Mark.NEW, after),) if after else ()),)


def _is_list(value: Any) -> bool:
    return value is None or isinstance(value, list)


def _is_thing(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _links(text: Record) -> list[Record]:
    reader = _Links()
    reader.feed(text.get("html", ""))
    reader.close()
    return reader.found


class _Links(HTMLParser):
    """The links of a text, with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Record] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._is_open = True
            self.found.append({"title": "", "url": dict(attrs).get("href")})

    def handle_endtag(self, tag: str) -> None:
        self._is_open = self._is_open and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.found[-1]["title"] += data
