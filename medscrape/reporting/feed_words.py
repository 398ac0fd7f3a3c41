"""What changed, in a few sentences of the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from medscrape.models import Change, ChangeEvent
from medscrape.reporting.comparison import PlaceChange, places_between
from medscrape.reporting.data import Record, Sides
from medscrape.reporting.places import place_name
from medscrape.reporting.redline import Mark, Passage, Piece
from medscrape.reporting.rows import RowChange, RowEvent

_LONGEST, _CONTEXT = 240, 60
_MOST_PLACES, _MOST_PASSAGES, _MOST_ROWS = 4, 3, 3
_DERIVED = frozenset({"page_updated", "last_reviewed", "id", "url", "rss_url", "translations", "quality"})


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
    names = [place_name(place, language) for place in _to_the_point(change)]
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
        told.append(_opening(sides.after))
    return "\n".join(filter(None, told))


def _to_the_point(change: Change) -> tuple[str, ...]:
    """Without the places that only follow from others, or from the move."""
    kept = tuple(place for place in change.fields if place not in _DERIVED)
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
        before, after = _excerpt(passage.before), _excerpt(passage.after)
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


def _excerpt(pieces: tuple[Piece, ...]) -> str:
    """The words that differ, with a few around them."""
    lengths = [len(words) for _, words in pieces]
    differs = [index for index, (mark, _) in enumerate(pieces) if mark is not Mark.SAME]
    text = "".join(words for _, words in pieces)
    first, last = (differs[0], differs[-1] + 1) if differs else (0, len(pieces))
    start = max(0, sum(lengths[:first]) - _CONTEXT)
    end = min(sum(lengths[:last]) + _CONTEXT, start + _LONGEST)
    return f"{'…' * (start > 0)}{text[start:end].strip()}{'…' * (end < len(text))}"


def _opening(record: Record) -> str:
    text = " ".join(((record.get("summary") or {}).get("text") or "").split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
