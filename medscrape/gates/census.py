"""What a run met, in figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concerned:
    """How many pages or topics something is true of, and a few of them."""

    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Census:
    """The figures of a run and of the last release that are no matter of single records."""

    discovered: int
    """Topic URLs the run met."""
    failed: Concerned
    rejected: Concerned
    rejected_before: float
    """Share of rejected pages in the last release; 0 before the first."""
    known: int
    """Topics of the last release that the run could have found: all, or those it asked for when its scope was less."""
    vanished: Concerned
    changed: Concerned
    read_again: int
    """Topics of the last release that gave a record."""
    listed_before: int
    """Topic URLs the index pages named the last time; 0 when they cannot be compared."""
    listed: int
    missing: tuple[str, ...]
    """A few URLs that are no longer named."""
    topics_before: int
    """Topics of the last release when both it and the run are of the whole source, else 0."""
    topics: int
    """Topics that the next release would have."""
