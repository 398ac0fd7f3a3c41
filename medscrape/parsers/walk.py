"""The walk over elements in page order: containers, running text, link rows, and elements with a role of their own."""

from abc import abstractmethod
from collections.abc import Iterable

from lxml.etree import _Element as Element

from medscrape.models import PageWarning
from medscrape.parsers.elements import UNSEEN, children
from medscrape.parsers.flow import LISTS_OF_PAGES
from medscrape.parsers.open_blocks import OpenBlocks
from medscrape.parsers.rows import RowReader, begins_with_record
from medscrape.parsers.template import Role, Template, section_number
from medscrape.text import clean, fold

_CONTAINERS = frozenset("article aside body center div fieldset figure footer form header hr main nav search".split())


class Walk(OpenBlocks):
    """Visits every element and every text once; what the template names is left to `handle`."""

    def __init__(self, template: Template, base: str) -> None:
        super().__init__(base)
        self.template = template
        self.warnings: list[PageWarning] = []
        self._role_of = template.role_of

    @abstractmethod
    def handle(self, role: Role, element: Element) -> None:
        """Deal with an element that has a role."""

    @abstractmethod
    def takes_by_place(self, element: Element, tag: str) -> bool:
        """Deal with an element whose role comes from where it stands; false leaves it to the running text."""

    def warn(self, code: str, detail: str) -> None:
        """Note an oddity."""
        self.warnings.append(PageWarning(code=code, detail=detail))

    def walk(self, element: Element) -> None:
        """Read what stands in an element."""
        self._walk_over(element, children(element))

    def _walk_over(self, element: Element, inside: list[Element]) -> None:
        if text := element.text:
            if text.isspace():
                self.flow.paragraph.spaced = True
            else:
                self.flow.say(text)
        self.visit(inside)

    def visit(self, elements: Iterable[Element]) -> None:
        """Read elements and what follows each."""
        for element in elements:
            tag = element.tag
            if tag in _CONTAINERS:
                self._container(element, tag)
            elif tag not in UNSEEN and not self.diverted(element, tag):
                self.flow.element_as_text(element, tag)
            if tail := element.tail:
                if tail.isspace():
                    self.flow.paragraph.spaced = True
                else:
                    self.flow.say(tail)

    def _container(self, element: Element, tag: str) -> None:
        inside = children(element)
        if not (inside or element.text):
            return
        role = self._role_of(tag, element.get("id"), element.get("class"))
        if role is not None:
            self.handle(role, element)
        elif not (inside and self.block.takes_rows and begins_with_record(inside) and self._took_row(element)):
            if self.flow.paragraph.is_open:
                self.flow.flush()
            self._walk_over(element, inside)
            if self.flow.paragraph.is_open:
                self.flow.flush()

    def inside(self, element: Element) -> None:
        """Read what stands in an element, apart from what is around it."""
        self.flow.flush()
        self.walk(element)
        self.flow.flush()

    def diverted(self, element: Element, tag: str) -> bool:
        """Deal with an element that has a role of its own or is a row; False leaves it to the running text."""
        if tag == "li":
            return self.block.takes_rows and self._took_row(element)
        role = self._role_of(tag, element.get("id"), element.get("class"))
        if role is not None:
            self.handle(role, element)
            return True
        if tag == "a":
            return self._took_anchor(element)
        if self.block.takes_rows:
            if tag in LISTS_OF_PAGES:
                self._read_list(element, tag)
                return True
            return begins_with_record(children(element)) and self._took_row(element)
        return self.takes_by_place(element, tag)

    def _read_list(self, element: Element, tag: str) -> None:
        """A list of nothing but rows leaves nothing to write; from the first other thing on it is one of the text."""
        self.flow.flush()
        start = 0
        between = element.text
        for item in children(element):
            if (between and not between.isspace()) or item.tag != "li" or not self._took_row(item):
                break
            start += 1
            between = item.tail
        else:
            if not between or between.isspace():
                return
        self.flow.rest_of_list(element, tag, start)

    def _took_row(self, element: Element) -> bool:
        row = RowReader(self.base)
        row.read(element)
        if not row.is_row:
            return False
        self.block.links += row.rows
        if row.oddities:
            for code, detail in row.oddities:
                self.warn(code, f"{detail} beside {row.rows[0].title!r}")
        if row.nested:
            for nested in row.nested:
                self.flow.element_apart(nested)
        return True

    def _took_anchor(self, element: Element) -> bool:
        """`<a name="cat_51">` names the block that follows."""
        name = element.get("name")
        if not name or element.get("href"):
            return False
        if section_number(name) is not None or fold(name) == "summary":
            self.anchor = clean(name)
        if len(element) or element.text:
            self.walk(element)
        return True
