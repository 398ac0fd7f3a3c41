"""What a mutation is, and what it may declare beforehand."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from medscrape.errors import RejectionReason
from mutations.pages import Page, Record


class Outcome(StrEnum):
    """How the story of a mutated page may end."""

    IDENTICAL = "identical"
    """The same record, but for its provenance."""
    OTHER = "other"
    """Another record, which the mutation spells out, and not a word said about it."""
    TOLD = "told"
    """Exactly the declared warnings, or exactly the inserted words as unmapped text."""
    REJECTED = "rejected"
    """No record, for one of the declared reasons."""


@dataclass(frozen=True)
class Mutant:
    """A mutated page, and what is particular to it in the outcome that its mutation declares."""

    body: bytes
    record: Record | None
    """What the record must be; None where damage leaves no single right answer."""
    named: tuple[str, ...] = ()
    """Words that the warnings must hold, to name the place."""
    unmapped: tuple[str, ...] = ()
    """Texts that must be the new unmapped ones; not compared when `record` is None."""


Make = Callable[[Page], Mutant | None]


@dataclass(frozen=True)
class Mutation:
    """One way to change a page, and the outcome declared for it."""

    name: str
    make: Make
    """Gives the mutant of a page, or None when the page has nothing to mutate."""
    declared: Outcome
    codes: frozenset[str] = frozenset()
    """Warnings that must come."""
    maybe: frozenset[str] = frozenset()
    """Warnings that may come on top."""
    reasons: frozenset[RejectionReason] = frozenset()


MUTATIONS: dict[str, Mutation] = {}
"""Every mutation, by name."""


def identical(name: str) -> Callable[[Make], Make]:
    """Declare that a mutation changes nothing that a reader of the record would see."""
    return lambda make: _declare(Mutation(name, make, Outcome.IDENTICAL))


def other(name: str) -> Callable[[Make], Make]:
    """Declare that the record is another, in the way that the mutant says, without a warning."""
    return lambda make: _declare(Mutation(name, make, Outcome.OTHER))


def told(name: str, *codes: str, maybe: tuple[str, ...] = ()) -> Callable[[Make], Make]:
    """Declare that the warnings `codes` come, or, without any, that there is unmapped text."""
    return lambda make: _declare(Mutation(name, make, Outcome.TOLD, frozenset(codes), frozenset(maybe)))


def rejected(name: str, *reasons: RejectionReason) -> Callable[[Make], Make]:
    """Declare that the page gives no record, for one of these reasons."""
    return lambda make: _declare(Mutation(name, make, Outcome.REJECTED, reasons=frozenset(reasons)))


def _declare(mutation: Mutation) -> Make:
    if mutation.name in MUTATIONS:
        raise ValueError(f"declared twice: {mutation.name}")
    MUTATIONS[mutation.name] = mutation
    return mutation.make
