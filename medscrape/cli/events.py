"""How events read on a terminal: one line each, or with the words that differ."""

from collections import Counter

from rich.text import Text

from medscrape.cli.redlines import show_places
from medscrape.models import Change, ChangeEvent, Significance
from medscrape.reporting import Sides, in_figures, places_between
from medscrape.reporting.places import MOVED_ALONG, place_name
from medscrape.reporting.wording import counted
from medscrape.terminal import Terminal, safe

_COLOURS = {Significance.CONTENT: "red", Significance.LINKS: "yellow", Significance.PARSER: "blue"}
_EVENT_WIDTH = max(map(len, ChangeEvent)) + 1
_WEIGHT_WIDTH = max(map(len, Significance)) + 2
_NOT_KEPT = "The words from before are no longer kept."


def weighed(significance: Significance) -> Text:
    """How much something matters, in the width of a column."""
    return Text(significance.value.ljust(_WEIGHT_WIDTH), _COLOURS.get(significance, ""))


def in_short(event: ChangeEvent, significance: Significance) -> Text:
    """What happened and how much it matters, in two columns."""
    return Text(event.value.ljust(_EVENT_WIDTH)).append_text(weighed(significance))


def in_words(event: ChangeEvent, fields: tuple[str, ...], previous_id: str | None = None) -> str:
    """What differs, for a person."""
    if event is ChangeEvent.MOVED:
        others = in_words(ChangeEvent.UPDATED, tuple(place for place in fields if place not in MOVED_ALONG))
        return f"from {previous_id}{f'; {others}' if others else ''}"
    return ", ".join(dict.fromkeys(safe(place_name(place)) for place in fields))


def one_line(topic_id: str, words: str) -> Text:
    """A topic and what differs in it."""
    return Text.assemble((safe(topic_id), "bold"), f": {words}" if words else "")


def show_brief(console: Terminal, change: Change) -> None:
    """Prints an event as one line: what, how much it matters, which topic, where."""
    words = in_words(change.event, change.fields, change.previous_id)
    console.row(one_line(change.id, words), lead=in_short(change.event, change.significance), indent=2)


def show_event(console: Terminal, change: Change, sides: Sides) -> None:
    """Prints an event with the words and rows that differ."""
    record = sides.after or sides.before or {}
    show_head(console, in_short(change.event, change.significance), record.get("title"), change.id)
    if change.event is ChangeEvent.MOVED:
        console.say(f"It was {safe(change.previous_id or '')} before.", indent=4)
    if change.event in {ChangeEvent.ADDED, ChangeEvent.RESTORED}:
        console.say(in_figures(record) if record else _NOT_KEPT, indent=4)
    elif change.event is not ChangeEvent.REMOVED:
        show_difference(console, sides, has_moved=change.event is ChangeEvent.MOVED)


def show_head(console: Terminal, lead: Text, title: str | None, topic_id: str) -> None:
    """Prints which topic an event is about."""
    shown = Text.assemble((safe(title), "bold"), f" ({safe(topic_id)})") if title else Text(safe(topic_id), "bold")
    console.say()
    console.say(shown, lead=lead, indent=2)


def show_difference(console: Terminal, sides: Sides, *, has_moved: bool = False) -> None:
    """Prints the words and rows that differ, as far as both versions are kept."""
    if sides.before is None or sides.after is None:
        console.say(_NOT_KEPT, indent=4)
        return
    places = places_between(sides.before, sides.after)
    show_places(console, (place for place in places if not has_moved or place.place not in MOVED_ALONG), indent=4)


def summed_up(events: Counter[ChangeEvent]) -> str:
    """The number of events, by what happened.

    >>> summed_up(Counter({ChangeEvent.ADDED: 2, ChangeEvent.MOVED: 1}))
    '3 changes: 2 added, 1 moved'
    """
    if not events:
        return "No changes."
    parts = ", ".join(f"{events[event]} {event.value}" for event in ChangeEvent if events[event])
    return f"{counted(events.total(), 'change')}: {parts}"
