"""The lists of a report as data for its script: changes with their redlines, topics with their versions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from medscrape.models import Change, ChangeEvent
from medscrape.reporting.comparison import PlaceChange, in_figures, opening_of, places_between
from medscrape.reporting.data import Sides, not_kept
from medscrape.reporting.digest import Digest
from medscrape.reporting.facts import TopicFacts
from medscrape.reporting.places import MOVED_ALONG, area_name, place_name
from medscrape.reporting.redline import Passage, Redline
from medscrape.reporting.rows import RowChange
from medscrape.reporting.timeline import History, language_of
from medscrape.reporting.wording import day, web_only
from medscrape.vocabulary.languages import language_name

BUDGET = 12_000_000
"""So many bytes of redlines a report may hold, and a hundredth of it for one event; the rest is told by place only."""
MOST_CHANGES, MOST_TOPICS = 16_000_000, 10_000_000
"""So many bytes all events, and all topics, may take on the page; what comes after is left out."""
_TOO_LONG = "Too much to show here; the places are named above, and the patch is in changes.jsonl."
_NOT_KEPT = "The words from before are no longer kept."
_CAME = frozenset({ChangeEvent.ADDED, ChangeEvent.RESTORED})
_FEW_PLACES = 8


@dataclass(frozen=True, slots=True)
class Block:
    """A list of the page: each entry as JSON that is safe in a script."""

    entries: list[str]
    total: int
    """How many entries there are, those included that are left out."""

    @property
    def listed(self) -> int:
        """How many of them the page has."""
        return len(self.entries)

    @property
    def left_out(self) -> int:
        """How many the page does not have."""
        return self.total - self.listed


@dataclass(frozen=True, slots=True)
class Lists:
    """What the script of the report reads."""

    languages: dict[str, str]
    changes: Block
    topics: Block

    def pieces(self) -> Iterator[str]:
        """One JSON object, piece by piece."""
        yield f'{{"languages":{script_safe(self.languages)}'
        for name, block in (("changes", self.changes), ("topics", self.topics)):
            yield f',"{name}":['
            for number, entry in enumerate(block.entries):
                yield f",{entry}" if number else entry
            yield "]"
        yield "}"


def lists_of(digest: Digest) -> Lists:
    """The lists of the page: changes with their redlines, topics with their versions."""
    latest = digest.timeline.latest
    tags = {*digest.collection.languages, *map(language_of, latest)}
    topics = (script_safe(_topic(topic, digest.histories.get(topic.id))) for topic in digest.topics)
    return Lists(
        languages={tag: language_name(tag) for tag in sorted(tags)},
        changes=Block(_fitting(_changes(digest), MOST_CHANGES), latest.total),
        topics=Block(_fitting(topics, MOST_TOPICS), digest.topics.total),
    )


def _fitting(entries: Iterable[str], most: int) -> list[str]:
    """The entries that go into so many bytes, from the first on; a huge one makes no way for itself."""
    kept: list[str] = []
    for entry in entries:
        size = len(entry.encode()) + 1  # and a comma
        if size <= most:
            most -= size
            kept.append(entry)
    return kept


def _changes(digest: Digest) -> Iterator[str]:
    left = BUDGET
    for change in digest.timeline.latest:
        title = digest.titles.get(change.id)
        # Redlines take long: where there is no room, none is made.
        both = digest.sides(change) if left or title is None else not_kept(change)
        head = _head(change, title, both)
        if not change.fields:
            yield script_safe(head)
            continue
        found = script_safe(_places(both, change.event) if left else {"note": _TOO_LONG})
        if len(found) > BUDGET // 100:
            found = script_safe({"note": _TOO_LONG})
        elif len(found) > left:
            left, found = 0, script_safe({"note": _TOO_LONG})
        left = max(left - len(found), 0)
        yield f"{script_safe(head)[:-1]},{found[1:]}"


def _head(change: Change, title: str | None, both: Sides) -> dict[str, Any]:
    record = both.after or both.before or {}
    shown = _event(change) | {
        "id": change.id,
        "title": title or record.get("title") or change.id,
        "lang": language_of(change),
        "url": web_only(change.url),
        "areas": list(dict.fromkeys(area_name(place) for place in change.fields)),
        "from": change.previous_id,
    }
    if change.event in _CAME and both.after:
        shown["note"] = f"{in_figures(both.after)}. {opening_of(both.after)}"
    return shown


def _places(both: Sides, event: ChangeEvent) -> dict[str, Any]:
    if both.before is None or both.after is None:
        return {"note": _NOT_KEPT}
    told = _told_of(event)
    return {"places": [_place(place) for place in places_between(both.before, both.after) if told(place.place)]}


def _told_of(event: ChangeEvent) -> Callable[[str], bool]:
    """Which places are told of: a move says with its two ids what always differs with them."""
    return lambda place: event is not ChangeEvent.MOVED or place not in MOVED_ALONG


def _place(found: PlaceChange) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": place_name(found.place)}
    if found.words:
        shown["words"] = list(map(_passage, _trimmed(found.words)))
    if found.rows:
        shown["rows"] = list(map(_row, found.rows))
    if found.note:
        shown["note"] = found.note
    return shown


def _trimmed(words: Redline) -> Redline:
    return words if any(isinstance(part, Passage) for part in words) else ()


def _passage(part: Any) -> Any:
    return [part.before, part.after] if isinstance(part, Passage) else part.paragraphs


def _row(row: RowChange) -> dict[str, Any]:
    shown: dict[str, Any] = {"what": row.event, "title": row.title, "url": web_only(row.url)}
    if row.url_before:
        shown |= {"was": web_only(row.url_before) or row.url_before}
    if row.details:
        shown["details"] = [[detail.name.replace("_", " "), detail.before, detail.after] for detail in row.details]
    return shown


def _topic(topic: TopicFacts, history: History | None) -> dict[str, Any]:
    return {
        "id": topic.id,
        "title": topic.title,
        "lang": topic.language,
        "url": web_only(topic.url),
        "groups": topic.groups,
        "updated": topic.updated,
        "sections": len(topic.sections),
        "links": topic.links,
        "words": topic.words,
        "odd": topic.odd,
        "total": history.total if history else 0,
        "versions": [_version(change) for change in reversed(history.newest)] if history else [],
    }


def _version(change: Change) -> dict[str, Any]:
    event = _event(change)
    more = len(event["where"]) - _FEW_PLACES
    if more > 1:
        event["where"] = [*event["where"][:_FEW_PLACES], f"{more} more places"]
    return event | {
        "run": change.run_id,
        "at": day(change.detected_at),
        "hash": change.after and change.after[:12],
    }


def _event(change: Change) -> dict[str, Any]:
    return {
        "event": change.event,
        "weight": change.significance,
        "where": list(dict.fromkeys(map(place_name, filter(_told_of(change.event), change.fields)))),
    }


def script_safe(data: dict[str, Any]) -> str:
    """JSON that stays data inside a script element: nothing in it can end the element or start a comment.

    >>> script_safe({"title": "</script><!--"})
    '{"title":"\\\\u003c/script\\\\u003e\\\\u003c!--"}'
    """
    text = orjson.dumps(data).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
