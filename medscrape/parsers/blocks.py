"""A titled block while it is being read."""

from dataclasses import dataclass, field

from medscrape.models import Attribution, Link, Placement, Section
from medscrape.parsers.flow import Flow, InlineLink
from medscrape.parsers.rows import plain_link
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


@dataclass(eq=False)
class Block:
    """A titled block of the page, or the page itself around all blocks."""

    flow: Flow
    placement: Placement
    links: list[Link | InlineLink]
    """Rows, and the flow's inline links between them: one list, in page order."""
    parent: "Block | None" = None
    loose: bool = False
    """Opened by a heading alone: it ends where the next block begins."""
    role: BlockRole | None = None
    """What the block is, when an id or a class said so."""
    number: int | None = None
    anchor: str | None = None
    heading: str | None = None
    subheading: str | None = None
    attribution: list[Attribution] = field(default_factory=list)

    @property
    def identity(self) -> BlockRole:
        """What the block is: by its id, else by its number, else by its heading."""
        return self.role or KIND_BY_NUMBER.get(self.number or 0) or self.by_heading or SectionKind.OTHER

    @property
    def by_heading(self) -> BlockRole | None:
        """What the heading alone says, or None when it is new to us."""
        folded = fold(self.heading or "")
        return KIND_BY_HEADING.get(folded) or BLOCK_BY_HEADING.get(folded)

    @property
    def takes_rows(self) -> bool:
        """Whether list items that begin with a link are link rows here, not running text."""
        identity = self.identity
        return not (self.parent is None or identity is PageBlock.SUMMARY or identity is PageBlock.PRIMARY_INSTITUTE)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was found in it, not even a heading."""
        return not (self.heading or self.links or self.attribution or self.flow.pictures or self.flow.text)

    def all_links(self) -> tuple[Link, ...]:
        """Rows and inline links in page order."""
        return tuple(plain_link(*link) if isinstance(link, InlineLink) else link for link in self.links)

    def section(self, kind: SectionKind, group: SectionGroup | None) -> Section:
        """The section that the block turned out to be."""
        return Section(
            kind=kind,
            heading=self.heading,
            subheading=self.subheading,
            group=group,
            placement=self.placement,
            anchor=self.anchor,
            links=self.all_links(),
            text="\n\n".join(filter(None, [self.flow.text, *(a.name for a in self.attribution)])) or None,
            license=None,
        )
