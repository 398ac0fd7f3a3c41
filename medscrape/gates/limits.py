"""How far a run may differ from the last release before a person has to look."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from medscrape.errors import UsageError

_PREFIX = "MEDSCRAPE_GATE_"


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares from 0 to 1 unless said otherwise; each is the setting `MEDSCRAPE_GATE_` and its name in capitals."""

    failed: float = 0.01
    """Pages without an answer, of those met: their old records are carried over, and a release should be of one day."""
    rejected: float = 0.05
    """Pages that gave no record, of those met, above the share of the last release. A few broken pages are normal on
    any site; a maintenance notice or a wall comes on all pages at once."""
    vanished: float = 0.1
    """Topics of the last release that are gone. Sites retire one topic at a time."""
    listed: float = 0.1
    """Rows that the index pages lost. An index that was cut short loses many at once."""
    topics: float = 1.0
    """Growth of the number of topics. Where it doubles, pages that are no topics were probably taken for some."""
    changed: float = 0.5
    """Topics with other words or links, of those read that the last release has. Editors change a few percent a day
    and some tens in a month; a new template or a broken parser changes all."""
    fill: float = 0.2
    """Topics that lost a field or a kind of section, of those that had it: what a broken selector looks like."""
    text: float = 0.1
    """How much shorter or longer all texts together have become: edits cancel out, a lost block does not."""
    unmapped: float = 0.01
    """Text that no field holds, above the share of the last release: normally there is none."""
    few: int = 2
    """So many pages never hold a release unless they are more than half of all: the smallest collections change too,
    and one page of twenty is a large share."""
    few_failed: int = 1
    """The same for pages without an answer."""
    few_changed: int = 4
    """The same for changed topics, of which even all may be few."""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """The limits that settings name, the defaults for all others; raises `UsageError` for what is no number.

        >>> Limits.from_settings({"MEDSCRAPE_GATE_FAILED": "0.2"}).failed
        0.2
        """
        chosen: dict[str, Any] = {}
        for field in fields(cls):
            name = f"{_PREFIX}{field.name.upper()}"
            if settings.get(name) is not None:
                chosen[field.name] = _number(name, settings[name], whole=isinstance(field.default, int))
        return cls(**chosen)


def _number(name: str, raw: Any, *, whole: bool) -> float:
    try:
        number = int(raw) if whole else float(raw)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number < float("inf"):
        raise UsageError(f"The setting {name} is a {'whole ' if whole else ''}number from 0 up, not {raw!r}.")
    return number
