"""Which titled block of the page is being read, and where blocks begin and end."""

from abc import ABC, abstractmethod

from lxml.etree import _Element as Element

from medscrape.models import Placement
from medscrape.parsers.blocks import Block
from medscrape.parsers.flow import Flow
from medscrape.parsers.template import Role, section_number
from medscrape.vocabulary.sections import PageBlock, SectionKind


class OpenBlocks(ABC):
    """The blocks found so far, and the open one among them: the page itself where no other is."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.blocks: list[Block] = []
        self.placement = Placement.MAIN
        self.anchor: str | None = None
        """The name that an anchor in front of a block has given it."""
        self.page = self._new(None)
        self.enter(self.page)

    @abstractmethod
    def diverted(self, element: Element, tag: str) -> bool:
        """Deal with an element that has a role of its own or is a row; false leaves it to the running text."""

    def enter(self, block: Block) -> None:
        """Go on with a block: what is said from now on is part of it."""
        self.block = block
        self.flow = block.flow

    def open(self, *, loose: bool) -> Block:
        """Begin a block; a loose one has no element of its own and ends where the next block begins."""
        if self.block.loose and self.block.parent:
            self.flow.flush()
            self.enter(self.block.parent)
        block = self._new(self.block, loose=loose)
        if self.anchor:
            is_summary = self.anchor == "summary"
            block.anchor = self.anchor
            block.identify(number=section_number(self.anchor), role=PageBlock.SUMMARY if is_summary else None)
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
        if number is None and role is None:
            return
        block = self.block
        if number is not None:
            block.anchor = block.anchor or f"cat_{number}"
        block.identify(number=number, role=role if isinstance(role, (PageBlock, SectionKind)) else None)

    def finish(self) -> None:
        """Let go of the flows, which know this object: in a circle, everything read would wait for the collector."""
        for block in (self.page, *self.blocks):
            block.flow.finish()

    def _new(self, parent: Block | None, *, loose: bool = False) -> Block:
        return Block(Flow(self.base, self.diverted), self.placement, parent, loose=loose)
