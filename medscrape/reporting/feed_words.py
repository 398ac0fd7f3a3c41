"""What changed, in a few sentences of the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from medscrape.models import Change, ChangeEvent
from medscrape.reporting.comparison import PlaceChange, opening_of, places_between
from medscrape.reporting.data import Sides
from medscrape.reporting.places import area_name, place_name
from medscrape.reporting.redline import Passage
from medscrape.reporting.rows import RowChange, RowEvent
from medscrape.vocabulary.sections import SectionKind

_LONGEST, _CONTEXT = 240, 60
_MOST_PLACES, _MOST_PASSAGES, _MOST_ROWS = 4, 3, 3
_DERIVED = frozenset({"page_updated", "last_reviewed", "id", "url", "rss_url", "translations", "quality"})

_FIRST = ("title", "summary")
_ROTATED = f"sections[{SectionKind.JOURNAL_ARTICLES}]"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of a feed in one language."""

    feed: str
    about: str
    headlines: dict[ChangeEvent, str]
    sentences: dict[ChangeEvent, str]
    rows: dict[RowEvent, str]
    became: str
    gone: str
    came: str
    more: str


_ENGLISH = Phrases(
    feed="Health topics in English: what changed",
    about="New and removed topics, new addresses, and changes of what patients read.",
    headlines={
        ChangeEvent.ADDED: "New topic: {title}",
        ChangeEvent.RESTORED: "Back again: {title}",
        ChangeEvent.REMOVED: "Removed: {title}",
        ChangeEvent.MOVED: "New address: {title}",
    },
    sentences={
        ChangeEvent.ADDED: "The topic is new.",
        ChangeEvent.RESTORED: "The topic is back.",
        ChangeEvent.REMOVED: "The topic is gone from the site.",
        ChangeEvent.MOVED: "The page has moved; its id was {previous}.",
    },
    rows={
        RowEvent.ADDED: "added",
        RowEvent.REMOVED: "removed",
        RowEvent.RETARGETED: "leads elsewhere",
        RowEvent.EDITED: "edited",
    },
    became="“{before}” is now “{after}”",
    gone="“{before}” is gone",
    came="“{after}” is new",
    more="and more",
)
_SPANISH = Phrases(
    feed="Temas de salud en español: qué ha cambiado",
    about="Temas nuevos y retirados, nuevas direcciones y cambios en lo que leen los pacientes.",
    headlines={
        ChangeEvent.ADDED: "Tema nuevo: {title}",
        ChangeEvent.RESTORED: "De vuelta: {title}",
        ChangeEvent.REMOVED: "Retirado: {title}",
        ChangeEvent.MOVED: "Nueva dirección: {title}",
    },
    sentences={
        ChangeEvent.ADDED: "El tema es nuevo.",
        ChangeEvent.RESTORED: "El tema está de vuelta.",
        ChangeEvent.REMOVED: "El tema ya no está en el sitio.",
        ChangeEvent.MOVED: "La página cambió de dirección; su identificador era {previous}.",
    },
    rows={
        RowEvent.ADDED: "añadido",
        RowEvent.REMOVED: "eliminado",
        RowEvent.RETARGETED: "lleva a otro lugar",
        RowEvent.EDITED: "modificado",
    },
    became="«{before}» ahora es «{after}»",
    gone="«{before}» ya no está",
    came="«{after}» es nuevo",
    more="y más",
)


def phrases_in(language: str) -> Phrases:
    """The phrases of a language; English where there are none."""
    return _SPANISH if language == "es" else _ENGLISH


def headline(change: Change, title: str, language: str) -> str:
    """An event in one line."""
    pattern = phrases_in(language).headlines.get(change.event)
    if pattern:
        return pattern.format(title=title)
    names = [area_name(place, language) for place in _to_the_point(change)]
    return f"{title}: {_few(names, language)}"


def summary_of(change: Change, sides: Sides, language: str) -> str:
    """An event in sentences: the words and rows that differ, as far as they are kept and few enough."""
    phrases = phrases_in(language)
    told = [phrases.sentences.get(change.event, "").format(previous=change.previous_id)]
    if sides.before and sides.after:
        wanted = _to_the_point(change)
        places = [place for place in places_between(sides.before, sides.after) if place.place in wanted]
        told += [_told(place, language) for place in places[:_MOST_PLACES]]
    elif change.fields:
        told.append(_few([place_name(place, language) for place in _to_the_point(change)], language))
    elif sides.after:
        told.append(opening_of(sides.after))
    return "\n".join(filter(None, told))


def _to_the_point(change: Change) -> tuple[str, ...]:
    """Title and summary first; without the places that only follow from others or that a machine turns over."""
    kept = tuple(
        place
        for place in sorted(change.fields, key=lambda place: place not in _FIRST)
        if place not in _DERIVED and not place.startswith(_ROTATED)
    )
    return kept if kept or change.event is ChangeEvent.MOVED else change.fields


def _few(names: list[str], language: str) -> str:
    unique = list(dict.fromkeys(names))
    more = [phrases_in(language).more] if len(unique) > _MOST_PLACES else []
    return ", ".join(unique[:_MOST_PLACES] + more)


def _told(place: PlaceChange, language: str) -> str:
    parts = [*_passages(place, language), *_rows(place.rows, language)]
    name = place_name(place.place, language)
    return ": ".join(filter(None, (f"{name[:1].upper()}{name[1:]}", "; ".join(parts))))


def _passages(place: PlaceChange, language: str) -> Iterator[str]:
    phrases = phrases_in(language)
    passages = [part for part in place.words if isinstance(part, Passage)]
    for passage in passages[:_MOST_PASSAGES]:
        before, after = _excerpts(passage)
        pattern = phrases.became if before and after else phrases.gone if before else phrases.came
        yield pattern.format(before=before, after=after)
    if len(passages) > _MOST_PASSAGES:
        yield phrases.more


def _rows(rows: tuple[RowChange, ...], language: str) -> Iterator[str]:
    phrases = phrases_in(language)
    for row in rows[:_MOST_ROWS]:
        yield f"{row.title} ({phrases.rows[row.event]})"
    if len(rows) > _MOST_ROWS:
        yield phrases.more


def _excerpts(passage: Passage) -> tuple[str, str]:
    """The words that differ on both sides, with the same few around them."""
    old, new = ("".join(words for _, words in side) for side in (passage.before, passage.after))
    start = max(0, _shared(old, new) - _CONTEXT)
    same_end = _shared(old[start:][::-1], new[start:][::-1])
    return _cut(old, start, len(old) - same_end + _CONTEXT), _cut(new, start, len(new) - same_end + _CONTEXT)


def _shared(one: str, other: str) -> int:
    """So many letters two texts share at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, start: int, end: int) -> str:
    """A part of a text, from whole word to whole word.

    >>> _cut("Rest a lot and drink tea.", 6, 18)
    '… lot and …'
    """
    end = min(end, start + _LONGEST)
    words = text[start:end]
    if start > 0:
        words = f"… {words.partition(' ')[2]}"
    return f"{words.rpartition(' ')[0]} …" if end < len(text) else words
