"""The walk over a page's content region: every text ends in a block, a field, the furniture or the unmapped text.

There is one walk, and at each point of it one open flow that takes whatever nobody else claims. That is why nothing
can be dropped in silence: text without a block is text of the page's own flow, and that is the unmapped text.
"""

from collections.abc import Callable, Iterable

from lxml.etree import _Element as Element

from medscrape.models import Attribution, Link, NamedLink, PageWarning, Placement
from medscrape.parsers.blocks import Block
from medscrape.parsers.contents import TableOfContents
from medscrape.parsers.elements import UNSEEN, classes, text_of, texts_outside
from medscrape.parsers.flow import Flow, InlineLink
from medscrape.parsers.region import is_foot
from medscrape.parsers.rows import may_be_row, read_row
from medscrape.parsers.template import Part, Role, Template, is_inner_section_id, section_number
from medscrape.text import clean, fold
from medscrape.vocabulary.furniture import is_button, is_furniture, is_page_url, names_after_label
from medscrape.vocabulary.sections import PageBlock, SectionKind
from medscrape.vocabulary.sites import absolute

_CONTAINERS = frozenset("article aside body center div fieldset figure footer form header hr main nav search".split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = ("ul", "ol", "li", "table", "tr", "td", "section", "article", "aside", "dl")
_TAG_ROLES: dict[str, Role] = {
    "h1": Part.TITLE,
    "h2": Part.HEADING,
    "aside": Part.SIDE_COLUMN,
    "button": Part.BUTTON,
    "section": Part.TITLED_BLOCK,
    "footer": Part.FOOT,
    **dict.fromkeys(("h3", "h4", "h5", "h6"), Part.MINOR_HEADING),
}
_CRUMB_ARROWS = "\u2192\u00bb>/ \u203a-"


class PageReader:
    """Reads a content region once; what it found is in its attributes afterwards."""

    def __init__(self, template: Template, base: str) -> None:
        self.template = template
        self.base = base
        self.title: str | None = None
        self.also_called: str | None = None
        self.breadcrumbs: list[NamedLink] = []
        self.last_crumbs: list[str] = []
        self.contents = TableOfContents()
        self.blocks: list[Block] = []
        self.unmapped: list[str] = []
        self.warnings: list[PageWarning] = []
        self._placement = Placement.MAIN
        self._anchor: str | None = None
        self.page = self.block = self._new_block(None)
        self._handlers: dict[Role, Callable[[Element], None]] = {
            Part.BREADCRUMBS: self._breadcrumbs,
            Part.PAGE_URL: self._page_url,
            Part.TITLE: self._title,
            Part.ALSO_CALLED: self._also_called,
            Part.TABLE_OF_CONTENTS: self._contents,
            Part.HEADING: self._heading,
            Part.BLOCK_TITLE: self._block_title,
            Part.SUBHEADING: self._subheading,
            Part.ATTRIBUTION: self._attribution,
            Part.SIDE_COLUMN: self._side_column,
            Part.BUTTON: self._button,
            Part.TITLED_BLOCK: self._titled_block,
            Part.INNER_BLOCK: self._inner_block,
            Part.MINOR_HEADING: self._minor_heading,
            Part.FOOT: self._foot,
        }

    def read(self, region: Element, behind: Iterable[Element | str] = ()) -> None:
        """Read the region to its end, and what an end tag too many has put behind it."""
        self._walk(region)
        for part in behind:
            if not isinstance(part, str):
                self._visit(part)
            elif not part.isspace():
                self.block.flow.say(part)
        self._close_loose()
        for line in self.page.flow.take_lines():
            self._loose_line(line)
        for link in self.page.all_links():
            self.tell_link(link.title, link.url)
        self.blocks = [block for block in self.blocks if not block.is_blank]

    def _loose_line(self, line: str) -> None:
        """Words outside all blocks: other names without their wrapper, furniture, or nothing we know."""
        names = names_after_label(line)
        if names and self.also_called is None:
            self.also_called = names
        elif not (is_furniture(line) or is_page_url(line) or fold(line) == fold(self.title or "")):
            self.unmapped.append(line)

    def warn(self, code: str, detail: str) -> None:
        """Note an oddity."""
        self.warnings.append(PageWarning(code=code, detail=detail))

    def tell_link(self, title: str, url: str | None) -> None:
        """Note a link that no field holds."""
        self.warn("unmapped_link", f"{title!r} leads to {url}, which no field holds")

    def _walk(self, element: Element) -> None:
        if (text := element.text) and not text.isspace():
            self.block.flow.say(text)
        for child in element:
            self._visit(child)
            if (tail := child.tail) and (self.block.flow.is_open or not tail.isspace()):
                self.block.flow.say(tail)

    def _visit(self, child: Element) -> None:
        tag = child.tag
        if tag in _CONTAINERS:
            if (len(child) or child.text) and not self._diverted(child):
                self._inside(child)
            return
        if not isinstance(tag, str) or tag in UNSEEN or self._diverted(child):
            return
        self.block.flow.element_as_text(child)

    def _inside(self, element: Element) -> None:
        if self.block.flow.is_open:
            self.block.flow.flush()
        self._walk(element)
        if self.block.flow.is_open:
            self.block.flow.flush()

    def _diverted(self, element: Element) -> bool:
        """Deal with an element that has a role of its own or is a row; False leaves it to the running text."""
        if element.tag == "li":
            return self.block.takes_rows and self._took_row(element)
        role = self._role(element)
        if role is not None:
            self._handlers.get(role, self._titled_block)(element)
            return True
        if element.tag == "a":
            return self._took_anchor(element)
        if element.tag in {"p", "p."} and self._is_last_attribution(element):
            self._attribution(element)
            return True
        return may_be_row(element) and self.block.takes_rows and self._took_row(element)

    def _role(self, element: Element) -> Role | None:
        if identifier := element.get("id"):
            role = self.template.ids.get(identifier)
            if role is not None:
                return role
            if identifier in self.template.inner_ids or is_inner_section_id(identifier):
                return Part.INNER_BLOCK
            if section_number(identifier) is not None:
                return Part.TITLED_BLOCK
            if identifier == "mplus-footer":
                return Part.FOOT
        if names := element.get("class"):
            for name in names.split():
                if (role := self.template.classes.get(name)) is not None:
                    return role
        return _TAG_ROLES.get(element.tag)

    # --- titled blocks

    def _new_block(self, parent: Block | None) -> Block:
        links: list[Link | InlineLink] = []
        return Block(Flow(self.base, self._diverted, links), self._placement, links, parent)

    def _open(self, loose: bool) -> Block:
        if self.block.loose and self.block.parent:
            self.block.flow.flush()
            self.block = self.block.parent
        block = self._new_block(self.block)
        block.loose = loose
        if self._anchor:
            block.number = section_number(self._anchor)
            block.anchor = self._anchor
            block.role = PageBlock.SUMMARY if self._anchor == "summary" else None
            self._anchor = None
        self.blocks.append(block)
        self.block = block
        return block

    def _titled_block(self, element: Element) -> None:
        identifier = element.get("id") or ""
        self.block.flow.flush()
        outer = self._close_loose()
        block = self._open(loose=False)
        if identifier and (block.anchor is None or section_number(identifier) is not None):
            block.anchor = identifier.removesuffix("_section")
        self._identify(section_number(identifier), self.template.ids.get(identifier))
        self._walk(element)
        self._close_loose()
        block.flow.flush()
        self.block = outer

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
        self._identify(number, role if block.role is None else None)
        self._inside(element)

    def _identify_inner(self, number: int | None, role: Role | None) -> None:
        """A block that began at its inner element."""
        block = self.blocks[-1]
        block.number = number if block.number is None else block.number
        if isinstance(role, (PageBlock, SectionKind)) and block.role is None:
            block.role = role

    def _close_loose(self) -> Block:
        block = self.block
        while block.loose and block.parent:
            block.flow.flush()
            block = block.parent
        self.block = block
        return block

    def _belongs_to_open_block(self, number: int | None, role: Role | None) -> bool:
        """An inner wrapper (`#section51`, `ul#related`) says what the block around it is; it is no block of its own."""
        block = self.block
        if block.parent is None:
            return False
        if role is not None:
            return block.role in {None, role} and (block.role is role or block.number is None)
        if number is not None:
            return block.number in {None, number} and block.role is None
        return False

    def _identify(self, number: int | None, role: Role | None) -> None:
        if number is not None:
            self.block.number = number
            self.block.anchor = self.block.anchor or f"cat_{number}"
        if isinstance(role, (PageBlock, SectionKind)):
            self.block.role = role

    def _heading(self, element: Element) -> None:
        self.block.flow.flush()
        if self.block.parent is None or self.block.heading is not None:
            if self._is_part_of_text():
                self.block.flow.element_as_text(element)
                return
            self._close_loose()
            self._open(loose=True)
        if not len(element):
            self.block.heading = clean(element.text or "") or self.block.heading
            return
        inside, rest = _heading_and_rest(element)
        small = [part for child in inside for part in child.iter("span") if "subheading" in classes(part)]
        self.block.subheading = clean(" ".join(map(text_of, small))) or self.block.subheading
        pieces = [element.text or "", *_texts_without(inside, small)]
        self.block.heading = clean("".join(pieces)) or self.block.heading
        for anchor in (part for child in inside for part in child.iter("a")):
            if url := absolute(anchor.get("href", ""), self.base):
                self.tell_link(text_of(anchor), url)
        for child in rest:
            self._visit(child)
            if tail := child.tail:
                self.block.flow.say(tail)

    def _minor_heading(self, element: Element) -> None:
        """A smaller heading is part of the text, unless it stands where the heading of its block should be."""
        block = self.block
        is_first = block.parent is not None and block.heading is None and not block.links and not block.flow.has_content
        if is_first and not block.loose and block.identity is not PageBlock.SUMMARY:
            self._heading(element)
        else:
            block.flow.element_as_text(element)

    def _foot(self, element: Element) -> None:
        """The foot of the page is no content, wherever a missing end tag has put it."""
        if not is_foot(element):
            self._inside(element)

    def _block_title(self, element: Element) -> None:
        """The wrapper around a block's heading: without a heading inside, its words are the heading."""
        if next(element.iter(*_HEADINGS), None) is not None:
            self._walk(element)
        else:
            self._heading(element)

    def _is_part_of_text(self) -> bool:
        """A second heading inside a wrapped summary belongs to its text."""
        return self.block.identity is PageBlock.SUMMARY and not self.block.loose

    def _subheading(self, element: Element) -> None:
        if self.block.parent is None or self.block.subheading:
            self.block.flow.say(f" {text_of(element)} ")
        else:
            self.block.subheading = text_of(element)

    def _side_column(self, element: Element) -> None:
        self._close_loose()
        self._anchor = None
        outer, self._placement = self._placement, Placement.SIDE
        self._inside(element)
        self._close_loose()
        self._placement = outer

    def _took_row(self, element: Element) -> bool:
        row = read_row(element, self.base)
        if row is None:
            return False
        self.block.links.extend(row.links)
        for code, detail in row.oddities:
            self.warn(code, f"{detail} beside {row.links[0].title!r}")
        for nested in row.nested:
            self.block.flow.element_apart(nested)
        return True

    def _is_last_attribution(self, element: Element) -> bool:
        """Without its class, the last paragraph of a summary is the attribution when it begins with "NIH:"; stored
        summaries mark it by an empty class."""
        return (
            self.block.identity is PageBlock.SUMMARY
            and (element.get("class") == "" or (element.text or "").lstrip().startswith("NIH:"))
            and _ends_block(element)
        )

    def _attribution(self, element: Element) -> None:
        name = text_of(element)
        if self.block.identity is not PageBlock.SUMMARY:
            self.block.flow.element_as_text(element)
        elif name:
            self.block.flow.flush()
            urls = (absolute(a.get("href", ""), self.base) for a in element.iter("a"))
            self.block.attribution.append(Attribution(name=name, url=next(filter(None, urls), None)))

    # --- everything else

    def _breadcrumbs(self, element: Element) -> None:
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

    def _page_url(self, element: Element) -> None:
        text = text_of(element)
        if not is_page_url(text):
            self.block.flow.element_as_text(element)

    def _title(self, element: Element) -> None:
        title = text_of(element)
        if self.title is None and title:
            self.title = title
        elif title:
            self.warn("second_title", f"another main heading: {title!r}")
            self.unmapped.append(title)

    def _also_called(self, element: Element) -> None:
        text = text_of(element)
        names = names_after_label(text)
        if names is None or self.also_called is not None:
            self.warn("unknown_label", f"not a list of other names: {text!r}")
            self.unmapped.append(text)
        else:
            self.also_called = names

    def _contents(self, element: Element) -> None:
        self.unmapped.extend(self.contents.read(element))
        for anchor in self.contents.take_other_links():
            if url := absolute(anchor.get("href", ""), self.base):
                self.tell_link(text_of(anchor), url)

    def _button(self, element: Element) -> None:
        if not is_button(" ".join(str(words) for words in element.itertext())):
            self._inside(element)

    def _took_anchor(self, element: Element) -> bool:
        """`<a name="cat_51">` names the block that follows."""
        name = element.get("name")
        if not name or element.get("href"):
            return False
        if section_number(name) is not None or fold(name) == "summary":
            self._anchor = name
        self._walk(element)
        return True


def _ends_block(element: Element) -> bool:
    shown = (later for later in element.itersiblings() if text_of(later) or next(later.iter("img"), None) is not None)
    following = next(shown, None)
    return following is None or following.tag in {"h1", "h2", "section", "div", "a"}


def _heading_and_rest(element: Element) -> tuple[list[Element], list[Element]]:
    """What stands in a heading, and what a missing end tag has put there: everything from the first block on."""
    children = list(element)
    first = next((i for i, child in enumerate(children) if next(child.iter(*_BLOCKS), None) is not None), len(children))
    return children[:first], children[first:]


def _texts_without(children: list[Element], left_out: list[Element]) -> list[str]:
    pieces: list[str] = []
    for child in children:
        if child not in left_out and isinstance(child.tag, str) and child.tag not in UNSEEN:
            pieces += [child.text or "", *_texts_without(list(child), left_out)]
        pieces.append(child.tail or "")
    return pieces
