"""Which titled block of the page is being read, and where blocks begin and end."""

from medscrape.models import Link, Placement
from medscrape.parsers.blocks import Block
from medscrape.parsers.flow import Divert, Flow, InlineLink
from medscrape.parsers.template import Role, section_number
from medscrape.vocabulary.sections import PageBlock, SectionKind


class OpenBlocks:
    """The blocks found so far, and the open one among them: the page itself where no other is."""

    def __init__(self, base: str, divert: Divert) -> None:
        self.base = base
        self.blocks: list[Block] = []
        self.placement = Placement.MAIN
        self.anchor: str | None = None
        """The name that an anchor in front of a block has given it."""
        self._divert = divert
        self.page = self._new(None)
        self.enter(self.page)

    def enter(self, block: Block) -> None:
        """Go on with a block: what is said from now on is part of it."""
        self.block = block
        self.flow = block.flow

    def open(self, *, loose: bool) -> Block:
        """Begin a block; a loose one has no element of its own and ends where the next block begins."""
        if self.block.loose and self.block.parent:
            self.flow.flush()
            self.enter(self.block.parent)
        block = self._new(self.block)
        block.loose = loose
        if self.anchor:
            block.number = section_number(self.anchor)
            block.anchor = self.anchor
            block.role = PageBlock.SUMMARY if self.anchor == "summary" else None
            self.anchor = None
        self.blocks.append(block)
        self.enter(block)
        return block

    def close_loose(self) -> Block:
        """End the blocks without an element of their own; gives the one around them."""
        block = self.block
        while block.loose and block.parent:
            block.flow.flush()
            block = block.parent
        self.enter(block)
        return block

    def identify(self, number: int | None, role: Role | None) -> None:
        """Say what the open block is."""
        if number is not None:
            self.block.number = number
            self.block.anchor = self.block.anchor or f"cat_{number}"
        if isinstance(role, (PageBlock, SectionKind)):
            self.block.role = role

    def _new(self, parent: Block | None) -> Block:
        links: list[Link | InlineLink] = []
        return Block(Flow(self.base, self._divert, links), self.placement, links, parent)
