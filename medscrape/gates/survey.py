"""What all records of a run have in common, beside the records of the same topics before."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from medscrape.gates.outline import Outline

_SHOWN = 3


@dataclass(slots=True)
class Survey:
    """Sums over outlines, with a few examples of each finding; memory does not grow with the number of records."""

    before: Counter[str] = field(default_factory=Counter)
    """How many topics had a place filled."""
    lost: Counter[str] = field(default_factory=Counter)
    gained: Counter[str] = field(default_factory=Counter)
    losers: dict[str, list[str]] = field(default_factory=dict)
    """A few topics that lost a place."""
    text_before: int = 0
    text: int = 0
    """Characters of the topics that were read before too."""
    resized: int = 0
    """How many of them differ in length by more than a tenth."""
    resized_examples: list[str] = field(default_factory=list)
    all_text: int = 0
    unmapped: int = 0
    unmapped_before: int = 0
    with_unmapped: int = 0
    unmapped_examples: list[str] = field(default_factory=list)

    def count(self, outlines: Iterable[tuple[str, Outline | None, Outline]]) -> None:
        """Takes in topics: the id, the outline before if there is one, and the outline now."""
        for topic_id, before, now in outlines:
            self.all_text += now.text
            self.unmapped += now.unmapped
            if now.unmapped:
                self.with_unmapped += 1
                _keep(self.unmapped_examples, topic_id)
            if before is not None:
                self._compare(topic_id, before, now)

    def _compare(self, topic_id: str, before: Outline, now: Outline) -> None:
        self.text_before += before.text
        self.text += now.text
        self.unmapped_before += before.unmapped
        self.before.update(before.filled)
        if before == now:
            return
        lost = set(before.filled) - set(now.filled)
        self.lost.update(lost)
        self.gained.update(set(now.filled) - set(before.filled))
        for place in lost:
            _keep(self.losers.setdefault(place, []), topic_id)
        if abs(now.text - before.text) > before.text / 10:
            self.resized += 1
            _keep(self.resized_examples, topic_id)


def _keep(examples: list[str], topic_id: str) -> None:
    if len(examples) < _SHOWN:
        examples.append(topic_id)
