"""Which section of one version is which of the other, and what a person calls it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from medscrape.changes.equality import canonical, in_any_order
from medscrape.vocabulary.sections import SectionKind

Section = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A section in both versions; one of them is None when it came or went."""

    place: str
    """Its name, such as `sections[start_here]` or `sections[other:Folk Songs]`; no two pairs share one."""
    before: Section | None
    after: Section | None


def pairs(before: list[Section], after: list[Section]) -> Iterator[Pair]:
    """Every section of both versions, once."""
    repeated = {kind for side in (before, after) for kind, n in Counter(map(_kind, side)).items() if n > 1}
    taken: Counter[str] = Counter()
    for one, other in _matched(before, after):
        name = _name((other or one or {}), repeated)
        taken[name] += 1
        number = f"#{taken[name]}" if taken[name] > 1 else ""
        yield Pair(f"sections[{name}{number}]", one, other)


def is_shuffled(before: list[Section], after: list[Section]) -> bool:
    """Whether the sections that both versions have stand in another order."""
    place = {id(section): index for index, section in enumerate(after)}
    order = {id(one): place[id(other)] for one, other in _matched(before, after) if one and other}
    places = [order[id(section)] for section in before if id(section) in order]
    return places != sorted(places)


_ALIKE: tuple[Callable[[Section], Any], ...] = (
    # The same but for the order of rows first, so that sections which change places do not look edited.
    lambda section: (_kind(section), canonical(section | {"links": None}), in_any_order(section["links"])),
    lambda section: (_kind(section), section["heading"]),
    lambda section: (_kind(section), section["anchor"]) if section["anchor"] else None,
    lambda section: (_kind(section), canonical(section | {"heading": None})),
    lambda section: _kind(section) if _kind(section) != SectionKind.OTHER else None,
)


def _matched(before: list[Section], after: list[Section]) -> Iterator[tuple[Section | None, Section | None]]:
    left, right = list(before), list(after)
    for key in _ALIKE:
        waiting: dict[Any, list[Section]] = {}
        for section in right:
            waiting.setdefault(key(section), []).append(section)
        for section in list(left):
            alike = waiting.get(key(section)) if key(section) is not None else None
            if alike:
                other = alike.pop(0)
                _remove(left, section)
                _remove(right, other)
                yield section, other
    yield from ((section, None) for section in left)
    yield from ((None, section) for section in right)


def _remove(sections: list[Section], section: Section) -> None:
    del sections[next(index for index, other in enumerate(sections) if other is section)]


def _kind(section: Section) -> str:
    kind: str = section["kind"]
    return kind


def _name(section: Section, repeated: set[str]) -> str:
    kind, heading = _kind(section), section["heading"]
    return f"{kind}:{heading}" if heading and (kind in repeated or kind == SectionKind.OTHER) else kind
