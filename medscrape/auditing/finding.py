"""What an audit found."""

from dataclasses import dataclass, field

_TOLD = 10


@dataclass(slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    """What, in a word or two."""
    looked_at: str = ""
    """How much of it."""
    verdict: str = ""
    """What was found where nothing is wrong."""
    wrong: int = 0
    """How many things are wrong."""
    troubles: list[str] = field(default_factory=list)
    """The first of them, as sentences."""

    def trouble(self, sentence: str) -> None:
        """Notes something that is wrong."""
        self.wrong += 1
        if len(self.troubles) < _TOLD:
            self.troubles.append(sentence)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number of things, for a person.

    >>> counted(1, "file"), counted(2, "copy", "copies")
    ('1 file', '2 copies')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
