"""A titled block while it is being read."""

from typing import Any

from medscrape.models import Attribution, Placement
from medscrape.parsers.flow import Flow
from medscrape.parsers.rows import Row
from medscrape.parsers.template import BlockRole
from medscrape.text import fold
from medscrape.vocabulary.sections import (
    BLOCK_BY_HEADING,
    KIND_BY_HEADING,
    KIND_BY_NUMBER,
    PageBlock,
    SectionGroup,
    SectionKind,
)

_WITHOUT_ROWS = frozenset({PageBlock.SUMMARY, PageBlock.PRIMARY_INSTITUTE})


class Block:
    """A titled block of the page, or the page itself around all blocks."""

    __slots__ = (
        "anchor", "attribution", "flow", "heading", "identity", "links", "loose", "number", "parent", "placement",
        "role", "subheading", "takes_rows",
    )  # fmt: skip

    def __init__(self, flow: Flow, placement: Placement, parent: "Block | None", *, loose: bool = False) -> None:
        self.flow = flow
        self.placement = placement
        self.parent = parent
        self.loose = loose
        """Opened by a heading alone: it ends where the next block begins."""
        self.links: list[Row] = flow.links
        """Rows, and the flow's inline links between them: one list, in page order."""
        self.role: BlockRole | None = None
        """What the block is, when an id or a class said so."""
        self.number: int | None = None
        self.anchor: str | None = None
        self.heading: str | None = None
        self.subheading: str | None = None
        self.attribution: list[Attribution] = []
        self.identity: BlockRole = SectionKind.OTHER
        self.takes_rows = parent is not None
        """Whether list items that begin with a link are link rows here, not running text."""

    def identify(self, *, role: BlockRole | None = None, number: int | None = None, heading: str | None = None) -> None:
        """Take in what says what the block is: its id, else its number, else its heading."""
        self.role = role or self.role
        self.number = number or self.number
        self.heading = heading or self.heading
        by_number = KIND_BY_NUMBER.get(self.number or 0)
        self.identity = self.role or by_number or self.by_heading or SectionKind.OTHER
        self.takes_rows = self.parent is not None and self.identity not in _WITHOUT_ROWS

    @property
    def by_heading(self) -> BlockRole | None:
        """What the heading alone says, or None when it is new to us."""
        if not self.heading:
            return None
        folded = fold(self.heading)
        return KIND_BY_HEADING.get(folded) or BLOCK_BY_HEADING.get(folded)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was found in it, not even a heading."""
        return not (self.heading or self.links or self.attribution or self.flow.pictures or self.flow.has_text)

    def section(self, kind: SectionKind, group: SectionGroup | None) -> dict[str, Any]:
        """The fields of the `Section` that the block turned out to be, to be validated with the whole record."""
        return {
            "kind": kind,
            "heading": self.heading,
            "subheading": self.subheading,
            "group": group,
            "placement": self.placement,
            "anchor": self.anchor,
            "links": tuple([link.fields() for link in self.links]),
            "text": self._text() or None,
            "license": None,
        }

    def _text(self) -> str:
        return "\n\n".join(filter(None, [self.flow.text, *(line.name for line in self.attribution)]))
