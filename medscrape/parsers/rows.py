"""Link rows: a link, who made it, and the marks beside it."""

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from medscrape.models import Alternate, Link
from medscrape.parsers.elements import UNSEEN, odd_address, text_of
from medscrape.parsers.references import reference_of
from medscrape.text import clean
from medscrape.vocabulary.furniture import without_also_in
from medscrape.vocabulary.languages import UNKNOWN, language_tag
from medscrape.vocabulary.marks import is_nih_mark, label_of_picture, label_of_word
from medscrape.vocabulary.sites import absolute

_CLOSED = frozenset({"a", "ul", "ol"})
SEPARATORS = " \t\n\u2013\u2014-,;:|\u2022\u00b7"


@dataclass(slots=True)
class Row:
    """What was read of one row."""

    links: list[Link] = field(default_factory=list)
    oddities: list[tuple[str, str]] = field(default_factory=list)
    """Codes and details of what looked odd."""
    nested: list[Element] = field(default_factory=list)
    """Lists inside the row, not read yet."""


def may_be_row(element: Element) -> bool:
    """Whether an element may be a row: a list item, or anything that begins with a link of the site's own records."""
    if element.tag == "li":
        return True
    for child in element:
        if child.tag != "img":
            return child.tag == "a" and child.get("data-sid") is not None
    return False


def _main_anchor(element: Element) -> Element | None:
    """The link that makes an element a row: one of the site's own records, or any link that the element begins with."""
    first = next(element.iter("a"), None)
    if first is None or first.get("href") is None:
        return None
    return first if first.get("data-sid") or _begins_with(element, first) else None


def _begins_with(element: Element, anchor: Element) -> bool:
    for part in element.iter():
        if part is anchor:
            return True
        if (text := part.text) and not text.isspace():
            return False
        if not len(part) and (tail := part.tail) and not tail.isspace():
            return False
    return False


def read_row(element: Element, base: str) -> Row | None:
    """Read the row around its link, or None when there is no link that a reader could follow safely."""
    anchor = _main_anchor(element)
    if anchor is None or not absolute(anchor.get("href", ""), base) or not _title_of(anchor):
        return None
    reader = _RowReader(base, anchor)
    reader.read(element)
    return Row(reader.links(), reader.oddities, reader.nested)


def split_organizations(text: str) -> tuple[str, ...]:
    """The organisations in the words of a pair of parentheses.

    >>> split_organizations("American College of Radiology; Merck & Co., Inc.")
    ('American College of Radiology', 'Merck & Co., Inc.')
    """
    if ";" not in text:
        return (text,) if text else ()
    return tuple(name for part in text.split("; ") if (name := clean(part)))


def split_parenthesis(text: str) -> tuple[str, str] | None:
    """The words of the pair of parentheses that a text begins with, and what follows; None when there is none.

    >>> split_parenthesis("(Nemours (KidsHealth)) - PDF")
    ('Nemours (KidsHealth)', ' - PDF')
    """
    if text[-1] == ")" and text.count("(") == 1 and text[0] == "(":
        return text[1:-1], ""
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth:
            return (text[1:position], text[position + 1 :]) if position else None
    return None


def _title_of(anchor: Element) -> str:
    return text_of(anchor) or clean(" ".join(image.get("alt", "") for image in anchor.iter("img")))


@dataclass(slots=True, eq=False)
class _Beside:
    """A link and what stands beside it."""

    anchor: Element
    title: str
    url: str
    organizations: tuple[str, ...] = ()
    from_nih: bool = False
    labels: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    alternates: list[Alternate] = field(default_factory=list)

    def link(self) -> Link:
        listed = self.anchor.get("data-org")
        codes = tuple(code for part in listed.split(",") if (code := clean(part))) if listed else ()
        return Link(
            title=self.title,
            url=self.url,
            sid=self.anchor.get("data-sid") or None,
            organizations=self.organizations,
            from_nih=self.from_nih or bool(codes),
            nih_institutes=codes,
            labels=tuple(self.labels),
            notes=tuple(self.notes),
            alternates=tuple(self.alternates),
            reference=reference_of(self.url),
        )


class _RowReader:
    """Collects the parts of one row, whatever elements they are wrapped in."""

    def __init__(self, base: str, anchor: Element) -> None:
        self.base = base
        self.main = self.now = self._beside(anchor)
        self.found: list[_Beside] = [self.main]
        self.oddities: list[tuple[str, str]] = []
        self.nested: list[Element] = []
        self._also_in: Element | None = None

    def links(self) -> list[Link]:
        """The row's link, and further ones that stand in the same element."""
        return [beside.link() for beside in self.found]

    def read(self, element: Element) -> None:
        """Read everything in the row once, in page order; what stands inside a link or a nested list is theirs."""
        inner: Element | None = None
        for child in element.iter():
            if inner is not None:
                if inner in child.iterancestors():
                    if child.tag == "a" == inner.tag:
                        self._anchor(child)
                    continue
                inner = None
            self._part(child)
            if child.tag in _CLOSED and len(child):
                inner = child
            if child is not element and (tail := child.tail) and not tail.isspace():
                self._say(tail, child.getparent())

    def _part(self, child: Element) -> None:
        tag = child.tag
        if tag == "a":
            self._anchor(child)
        elif tag == "img":
            self._mark(child)
        elif tag == "ul" or tag == "ol":
            self.nested.append(child)
        elif (text := child.text) and not text.isspace() and tag not in UNSEEN:
            self._say(text, child)

    def _beside(self, anchor: Element) -> _Beside:
        return _Beside(anchor, _title_of(anchor), absolute(anchor.get("href", ""), self.base) or "")

    def _anchor(self, anchor: Element) -> None:
        if odd := odd_address(anchor):
            self.oddities.append(("odd_address", repr(odd)))
        if anchor is self.main.anchor:
            return
        beside = self._beside(anchor)
        language = language_tag(beside.title)
        if beside.url and (language != UNKNOWN or anchor.getparent() is self._also_in):
            self.now.alternates.append(Alternate(language=language, url=beside.url))
            if language == UNKNOWN:
                self.oddities.append(("unknown_language", repr(beside.title)))
                self.now.notes.append(beside.title)
        elif beside.url and beside.title:
            self.found.append(beside)
            if anchor.get("data-sid"):
                self.now = beside
        elif beside.title:
            self.now.notes.append(beside.title)
            if anchor.get("href") is None:
                self.oddities.append(("link_without_target", repr(beside.title)))
            else:
                self.oddities.append(("unsafe_link", repr(anchor.get("href", "")[:80])))

    def _mark(self, image: Element) -> None:
        alt = image.get("alt") or image.get("title") or ""
        picture = (image.get("src") or "").rpartition("/")[2].partition(".")[0].lower()
        if is_nih_mark(alt, picture):
            self.now.from_nih = True
        elif (label := label_of_picture(alt, picture)) and label not in self.now.labels:
            self.now.labels.append(label)

    def _say(self, raw: str, parent: Element | None) -> None:
        """Words beside the link: organisations in parentheses, "Also in", a mark, or a note."""
        text = clean(raw).strip(SEPARATORS)
        if not text:
            return
        if text[0] == "(" and (parts := split_parenthesis(text)):
            self.now.organizations += split_organizations(parts[0])
            self._say(parts[1], parent)
            return
        rest = without_also_in(text).strip(SEPARATORS)
        if rest != text:
            self._also_in = parent
        if not rest:
            return
        label = label_of_word(rest)
        if label is None:
            self.now.notes.append(rest)
        elif label not in self.now.labels:
            self.now.labels.append(label)


def plain_link(title: str, url: str, sid: str | None = None) -> Link:
    """A link without anything beside it."""
    return Link(
        title=title,
        url=url,
        sid=sid,
        organizations=(),
        from_nih=False,
        nih_institutes=(),
        labels=(),
        notes=(),
        alternates=(),
        reference=reference_of(url),
    )
