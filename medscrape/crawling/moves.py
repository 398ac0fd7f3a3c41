"""Redirects from one topic's address to another's."""

_LONGEST = 5


class Moves:
    """The redirects of a run, to notice those that lead nowhere.

    >>> moves = Moves()
    >>> moves.leads_nowhere("a", "b"), moves.leads_nowhere("b", "a")
    (False, True)
    """

    def __init__(self) -> None:
        self._target: dict[str, str] = {}
        self._steps: dict[str, int] = {}

    def leads_nowhere(self, source: str, target: str) -> bool:
        """Notes a redirect; says whether it closes a circle or has become too long a chain."""
        self._target[source] = target
        steps = self._steps[target] = self._steps.get(source, 0) + 1
        return steps > _LONGEST or self._comes_back(source)

    def _comes_back(self, source: str) -> bool:
        place: str | None = source
        for _ in range(len(self._target)):
            place = self._target.get(place or "")
            if place == source:
                return True
            if place is None:
                return False
        return False
