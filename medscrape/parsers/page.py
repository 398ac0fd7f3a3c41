"""The walk over a page's content region: every text ends in a block, a field, the furniture or the unmapped text.

There is one walk, and at each point of it one open flow that takes whatever nobody else claims. That is why nothing
can be dropped in silence: text without a block is text of the page's own flow, and that is the unmapped text.
"""

from collections.abc import Callable, Iterable

from lxml.etree import _Element as Element

from medscrape.models import Attribution, NamedLink, Placement
from medscrape.parsers.contents import TableOfContents
from medscrape.parsers.elements import let_out_content, text_of, texts_outside
from medscrape.parsers.headings import read_heading, read_line
from medscrape.parsers.region import is_foot
from medscrape.parsers.template import Part, Role, Template, section_number
from medscrape.parsers.walk import Walk
from medscrape.parsers.writer import HEADINGS
from medscrape.text import clean, fold
from medscrape.vocabulary.furniture import is_button, is_furniture, is_page_url, names_after_label
from medscrape.vocabulary.sections import PageBlock, SectionKind
from medscrape.vocabulary.sites import absolute

_CRUMB_ARROWS = "\u2192\u00bb>/ \u203a-"
_NO_TAGS: frozenset[str] = frozenset()


class PageReader(Walk):
    """Reads a content region once; what it found is in its attributes afterwards."""

    def __init__(self, template: Template, base: str) -> None:
        super().__init__(template, base)
        self.title: str | None = None
        self.also_called: str | None = None
        self.breadcrumbs: list[NamedLink] = []
        self.last_crumbs: list[str] = []
        self.contents = TableOfContents()
        self.unmapped: list[str] = []

    def read(self, region: Element, behind: Iterable[Element | str], *, is_apart: bool = False) -> None:
        """Read the region to its end, and what an end tag too many has put behind it.

        What is apart goes on with no block of the region: without a heading of its own it is unmapped.
        """
        self.walk(region)
        if is_apart:
            self.close_loose()
            self.flow.flush()
        for part in behind:
            if isinstance(part, str):
                self.flow.say(part)
            else:
                self.visit((part,))
        self.close_loose()
        for line in self.page.flow.take_lines():
            self._loose_line(line)
        for link in self.page.links:
            self.tell_link(link.title, link.url)
        self.finish()
        self.blocks = [block for block in self.blocks if not block.is_blank]

    def _loose_line(self, line: str) -> None:
        """Words outside all blocks: other names without their wrapper, furniture, or nothing we know."""
        names = names_after_label(line)
        if names and self.also_called is None:
            self.also_called = names
        elif not (is_furniture(line) or is_page_url(line) or fold(line) == fold(self.title or "")):
            self.unmapped.append(line)

    def tell_link(self, title: str, url: str | None) -> None:
        """Note a link that no field holds."""
        self.warn("unmapped_link", f"{title!r} leads to {url}, which no field holds")

    def handle(self, role: Role, element: Element) -> None:
        """Deal with an element that has a role: any but the named ones is that of a titled block."""
        _HANDLERS.get(role, PageReader._titled_block)(self, element)

    def takes_by_place(self, element: Element, tag: str) -> bool:
        """Deal with the attribution at the end of a summary."""
        if (tag == "p" or tag == "p.") and self._is_last_attribution(element):
            self._attribution(element)
            return True
        return False

    # --- titled blocks

    def _titled_block(self, element: Element) -> None:
        identifier = element.get("id") or ""
        number = section_number(identifier)
        self.flow.flush()
        outer = self.close_loose()
        block = self.open(loose=False)
        if identifier and (block.anchor is None or number is not None):
            block.anchor = clean(identifier).removesuffix("_section") or None
        self.identify(number, self.template.ids.get(identifier))
        self.walk(element)
        self.close_loose()
        block.flow.flush()
        self.enter(outer)

    def _inner_block(self, element: Element) -> None:
        """`#section51` or `ul#related` says what the block around it is; without one it is a block of its own."""
        identifier = element.get("id") or ""
        number, role = section_number(identifier), self.template.inner_ids.get(identifier)
        block = self.block
        is_new = block.parent is None or (block.heading is None and block.number is None and block.role is None)
        if is_new or (number is not None and block.number not in {None, number}):
            self._titled_block(element)
            self._identify_inner(number, role)
            return
        self.identify(number, role if block.role is None else None)
        self.inside(element)

    def _identify_inner(self, number: int | None, role: Role | None) -> None:
        """A block that began at its inner element."""
        block = self.blocks[-1]
        block.identify(number=number if block.number is None else None)
        if isinstance(role, (PageBlock, SectionKind)) and block.role is None:
            block.identify(role=role)

    def _heading(self, element: Element) -> None:
        self.flow.flush()
        if self.block.parent is None or self.block.heading is not None:
            if self._is_part_of_text():
                self.flow.element_as_text(element, element.tag)
                return
            self.close_loose()
            self.open(loose=True)
        heading = read_heading(element)
        self.block.identify(heading=heading.words)
        self.block.subheading = heading.subheading or self.block.subheading
        self._tell_links(heading.links)
        self.visit(heading.rest)

    def _tell_links(self, anchors: Iterable[Element]) -> None:
        """Links in what is kept as words alone; one that leads to the page itself says nothing."""
        for anchor in anchors:
            url = absolute(anchor.get("href", ""), self.base)
            if url and url != self.base:
                self.tell_link(text_of(anchor), url)

    def _minor_heading(self, element: Element) -> None:
        """A smaller heading is part of the text, unless it stands where the heading of its block should be."""
        block = self.block
        is_first = block.parent is not None and block.heading is None and not block.links and not block.flow.has_content
        if is_first and not block.loose and block.identity is not PageBlock.SUMMARY:
            self._heading(element)
        else:
            block.flow.element_as_text(element, element.tag)

    def _foot(self, element: Element) -> None:
        """The foot of the page is no content, wherever a missing end tag has put it."""
        if not is_foot(element):
            self.inside(element)

    def _block_title(self, element: Element) -> None:
        """The wrapper around a block's heading: without a heading inside, its words are the heading."""
        if any(inner.tag in HEADINGS for inner in element.iterdescendants()):
            self.walk(element)
        else:
            self._heading(element)

    def _is_part_of_text(self) -> bool:
        """A second heading inside a wrapped summary belongs to its text."""
        return self.block.identity is PageBlock.SUMMARY and not self.block.loose

    def _subheading(self, element: Element) -> None:
        if self.block.parent is None or self.block.subheading:
            self.flow.say(f" {text_of(element)} ")
        else:
            self.block.subheading = text_of(element)

    def _side_column(self, element: Element) -> None:
        self.close_loose()
        self.anchor = None
        outer, self.placement = self.placement, Placement.SIDE
        self.inside(element)
        self.close_loose()
        self.placement = outer

    def _is_last_attribution(self, element: Element) -> bool:
        """Without its class, the last paragraph of a summary is the attribution when it begins with "NIH:"; stored
        summaries mark it by an empty class."""
        return (
            self.block.identity is PageBlock.SUMMARY
            and (element.get("class") == "" or (element.text or "").lstrip().startswith("NIH:"))
            and _ends_block(element)
        )

    def _attribution(self, element: Element) -> None:
        if self.block.identity is not PageBlock.SUMMARY:
            self.flow.element_as_text(element, element.tag)
            return
        line = read_line(element)
        if line.words:
            self.flow.flush()
            urls = (absolute(a.get("href", ""), self.base) for a in line.links)
            self.block.attribution.append(Attribution(name=line.words, url=next(filter(None, urls), None)))
        self.visit(line.rest)

    # --- everything else

    def _breadcrumbs(self, element: Element) -> None:
        content = let_out_content(element)
        for anchor in element.iter("a"):
            title, url = text_of(anchor), absolute(anchor.get("href", ""), self.base)
            if title and url:
                self.breadcrumbs.append(NamedLink(title=title, url=url))
            elif title:
                self.last_crumbs.append(title)
        for line in texts_outside(element, frozenset({"a"})):
            words = line.strip(_CRUMB_ARROWS)
            if words and not is_furniture(words):
                self.last_crumbs.append(words)
        self.visit(content)

    def _page_url(self, element: Element) -> None:
        line = read_line(element)
        if is_page_url(line.words or ""):
            self.visit(line.rest)
        else:
            self.flow.element_as_text(element, element.tag)

    def _title(self, element: Element) -> None:
        line = read_line(element)
        if self.title is None and line.words:
            self.title = line.words
        elif line.words:
            self.warn("second_title", f"another main heading: {line.words!r}")
            self.unmapped.append(line.words)
        self._tell_links(line.links)
        self.visit(line.rest)

    def _also_called(self, element: Element) -> None:
        line = read_line(element)
        text = line.words or ""
        names = names_after_label(text)
        if names is None or self.also_called is not None:
            self.warn("unknown_label", f"not a list of other names: {text!r}")
            self.unmapped.append(text)
        else:
            self.also_called = names
        self._tell_links(line.links)
        self.visit(line.rest)

    def _contents(self, element: Element) -> None:
        content = let_out_content(element)
        self.unmapped.extend(self.contents.read(element))
        self._tell_links(self.contents.take_other_links())
        self.visit(content)

    def _button(self, element: Element) -> None:
        if not is_button(" ".join(texts_outside(element, _NO_TAGS))):
            self.inside(element)


def _ends_block(element: Element) -> bool:
    shown = (later for later in element.itersiblings() if text_of(later) or next(later.iter("img"), None) is not None)
    following = next(shown, None)
    return following is None or following.tag in {"h1", "h2", "section", "div", "a"}


_HANDLERS: dict[Role, Callable[[PageReader, Element], None]] = {
    Part.BREADCRUMBS: PageReader._breadcrumbs,
    Part.PAGE_URL: PageReader._page_url,
    Part.TITLE: PageReader._title,
    Part.ALSO_CALLED: PageReader._also_called,
    Part.TABLE_OF_CONTENTS: PageReader._contents,
    Part.HEADING: PageReader._heading,
    Part.BLOCK_TITLE: PageReader._block_title,
    Part.SUBHEADING: PageReader._subheading,
    Part.ATTRIBUTION: PageReader._attribution,
    Part.SIDE_COLUMN: PageReader._side_column,
    Part.BUTTON: PageReader._button,
    Part.INNER_BLOCK: PageReader._inner_block,
    Part.MINOR_HEADING: PageReader._minor_heading,
    Part.FOOT: PageReader._foot,
}
"""What is done with an element of each role; any other role is that of a titled block."""
