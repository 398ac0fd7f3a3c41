"""What a reader of pages gives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found on a page."""

    text: str = ""
    """All words it gives."""
    links: frozenset[str] = frozenset()
    """All addresses it gives, absolute."""
    sections: frozenset[str] = frozenset()
    """The headings under which it gives something; of a running text, its headings."""
    organizations: tuple[str, ...] = field(default=())
    """Who stands behind the links, one for each time; None of them where a text merely mentions them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A way to read pages."""

    name: str
    gives: str
    """A tree, a text, or which fields."""
    read: Callable[[bytes], Any]
    """What is measured."""
    found: Callable[[Any], Found] | None = None
    """What came of it; None for a bare tree, which holds all and says nothing."""
