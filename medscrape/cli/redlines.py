"""What differs between two versions of a record, on a terminal: coloured where it can be, else `[-gone-]{+new+}`."""

from collections.abc import Iterable

from rich.text import Text

from medscrape.reporting import PlaceChange
from medscrape.reporting.places import place_name
from medscrape.reporting.redline import Mark, Passage, inline
from medscrape.reporting.rows import RowChange, RowEvent
from medscrape.terminal import Terminal, safe

_STYLES = {Mark.GONE: "red strike", Mark.NEW: "green underline", Mark.SAME: ""}
_BRACKETS = {Mark.GONE: "[-{}-]", Mark.NEW: "{{+{}+}}", Mark.SAME: "{}"}
_SIGNS = {
    RowEvent.ADDED: Text("+ ", "green"),
    RowEvent.REMOVED: Text("- ", "red"),
    RowEvent.RETARGETED: Text("~ ", "yellow"),
    RowEvent.EDITED: Text("~ ", "yellow"),
}
_CONTEXT = 60
_STEP = 2


def show_places(console: Terminal, places: Iterable[PlaceChange], indent: int) -> None:
    """Prints place by place what went and what came."""
    for place in places:
        console.say(Text(safe(place_name(place.place)), "bold"), indent=indent)
        for part in place.words:
            if isinstance(part, Passage):
                _show_passage(console, part, indent + _STEP)
        for row in place.rows:
            _show_row(console, row, indent + _STEP)
        if place.note:
            console.say(place.note, indent=indent + _STEP)


def _show_passage(console: Terminal, passage: Passage, indent: int) -> None:
    match passage:
        case Passage(((Mark.GONE, before),), ((Mark.NEW, after),)) if _is_address(before) and _is_address(after):
            console.unbroken(safe(before), lead=_SIGNS[RowEvent.REMOVED], indent=indent)
            console.unbroken(safe(after), lead=_SIGNS[RowEvent.ADDED], indent=indent)
        case _:
            console.say(_passage(passage, console), indent=indent)


def _is_address(value: str) -> bool:
    """Whether a value is better read on a line of its own: nobody sees what differs in a URL that is broken up."""
    return "://" in value and " " not in value


def _passage(passage: Passage, console: Terminal) -> Text:
    pieces = [(mark, safe(words)) for mark, words in inline(passage)]
    last = len(pieces) - 1
    shown = Text()
    for number, (mark, words) in enumerate(pieces):
        if mark is Mark.SAME:
            words = _trimmed(words, number == 0, number == last)
        elif console.has_colours and number and mark is Mark.NEW and pieces[number - 1][0] is Mark.GONE:
            shown.append(" ")  # brackets keep them apart, colours alone do not
        shown.append(*_marked(mark, words, console))
    return shown


def _marked(mark: Mark, words: str, console: Terminal) -> tuple[str, str]:
    if console.has_colours:
        return words, _STYLES[mark]
    return _BRACKETS[mark].format(words), ""


def _trimmed(words: str, is_first: bool, is_last: bool) -> str:
    """Words that stayed, as far as they help to find the place.

    >>> _trimmed("a word " * 20, is_first=True, is_last=False)
    '… a word a word a word a word a word a word a word a word '
    """
    head = "" if is_first else words[:_CONTEXT].rpartition(" ")[0] + " "
    tail = "" if is_last else " " + words[-_CONTEXT:].partition(" ")[2]
    return words if len(words) <= len(head) + len(tail) + _CONTEXT else f"{head}…{tail}"


def _show_row(console: Terminal, row: RowChange, indent: int) -> None:
    console.say(safe(row.title), lead=_SIGNS[row.event], indent=indent)
    deeper = indent + _STEP
    if row.event is RowEvent.RETARGETED:
        passage = Passage(((Mark.GONE, row.url_before or "no address"),), ((Mark.NEW, row.url or "no address"),))
        _show_passage(console, passage, deeper)
    elif row.url:
        console.unbroken(Text(safe(row.url), "dim"), indent=deeper)
    for detail in row.details:
        change = Passage(((Mark.GONE, detail.before),), ((Mark.NEW, detail.after),))
        console.say(_passage(change, console), lead=f"{detail.name.replace('_', ' ')}: ", indent=deeper)
