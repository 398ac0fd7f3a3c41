"""The lists of a report as data for its script: changes with their redlines, topics with their versions."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import orjson

from medscrape.models import Change, ChangeEvent, Significance
from medscrape.reporting.comparison import PlaceChange, in_figures, opening_of, places_between
from medscrape.reporting.data import Sides
from medscrape.reporting.facts import TopicFacts
from medscrape.reporting.places import MOVED_ALONG, area_name, place_name
from medscrape.reporting.redline import Passage, Redline
from medscrape.reporting.rows import RowChange
from medscrape.reporting.timeline import History, Timeline, language_of
from medscrape.reporting.wording import day, web_only
from medscrape.vocabulary.languages import language_name

BUDGET = 16_000_000
"""So many bytes of redlines a report may hold, and a hundredth of it for one event; the rest is told by place only."""
_TOO_LONG = "Too much to show here; the places are named above, and the patch is in changes.jsonl."
_NOT_KEPT = "The words from before are no longer kept."
_CAME = frozenset({ChangeEvent.ADDED, ChangeEvent.RESTORED})
_WEIGHTIEST_FIRST = tuple(reversed(Significance))


def payload(topics: Collection[TopicFacts], timeline: Timeline, sides: Callable[[Change], Sides]) -> dict[str, Any]:
    """What the script of the report reads."""
    titles = {topic.id: topic.title for topic in topics}
    tags = {topic.language for topic in topics} | {language_of(change) for change in timeline.latest}
    return {
        "languages": {tag: language_name(tag) for tag in sorted(tags)},
        "changes": list(_changes(timeline, titles, sides)),
        "topics": [_topic(topic, timeline.histories.get(topic.id)) for topic in topics],
    }


def _changes(timeline: Timeline, titles: dict[str, str], sides: Callable[[Change], Sides]) -> Iterator[dict[str, Any]]:
    left = BUDGET
    for change in sorted(timeline.latest, key=lambda change: (_WEIGHTIEST_FIRST.index(change.significance), change.id)):
        both = sides(change)
        record = both.after or both.before or {}
        shown = _event(change) | {
            "id": change.id,
            "title": titles.get(change.id) or record.get("title") or change.id,
            "lang": language_of(change),
            "url": web_only(change.url),
            "areas": list(dict.fromkeys(area_name(place) for place in change.fields)),
            "from": change.previous_id,
        }
        if change.event in _CAME and both.after:
            shown["note"] = f"{in_figures(both.after)}. {opening_of(both.after)}"
        if change.fields:
            found = _places(both, change.event)
            size = len(orjson.dumps(found))
            if size > min(left, BUDGET // 100):
                found = {"note": _TOO_LONG}
            left -= len(orjson.dumps(found))
            shown |= found
        yield shown


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
        "odd": topic.unmapped + len(topic.warnings),
        "total": history.total if history else 0,
        "versions": [_version(change) for change in reversed(history.newest)] if history else [],
    }


def _version(change: Change) -> dict[str, Any]:
    return _event(change) | {
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
