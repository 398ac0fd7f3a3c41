"""Link rows: a link, who made it, and the marks beside it."""

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from medscrape.models import Alternate, Link
from medscrape.parsers.elements import UNSEEN, text_of
from medscrape.parsers.references import reference_of
from medscrape.text import clean
from medscrape.vocabulary.furniture import is_also_in, without_also_in
from medscrape.vocabulary.languages import UNKNOWN, language_tag
from medscrape.vocabulary.marks import is_nih_mark, label_of_picture, label_of_word
from medscrape.vocabulary.sites import absolute

_WRAPPERS = frozenset({"span", "strong", "b", "em", "i", "p", "div", "font"})
_CLOSED = frozenset({"a", "ul", "ol"})
SEPARATORS = " \t\n\u2013\u2014-,;:|\u2022\u00b7"


@dataclass(slots=True)
class Row:
    """What was read of one row."""

    links: list[Link] = field(default_factory=list)
    unknown_marks: list[str] = field(default_factory=list)
    nested: list[Element] = field(default_factory=list)
    """Lists inside the row, not read yet."""


def may_be_row(element: Element) -> bool:
    """Whether an element may be a row: a list item, or anything that begins with a link of the site's own records."""
    if element.tag == "li":
        return True
    return len(element) > 0 and element[0].tag == "a" and element[0].get("data-sid") is not None


def _leading_anchor(element: Element) -> Element | None:
    if (text := element.text) and not text.isspace():
        return None
    for child in element:
        tag = child.tag
        if tag == "a":
            return child if child.get("href") else None
        if tag in _WRAPPERS:
            return _leading_anchor(child)
        if isinstance(tag, str) and tag != "img":
            return None
        if (tail := child.tail) and not tail.isspace():
            return None
    return None


def read_row(element: Element, base: str) -> Row | None:
    """Read a row, or None when the element does not begin with a link that a reader could follow safely."""
    anchor = _leading_anchor(element)
    if anchor is None:
        return None
    url, title = absolute(anchor.get("href", ""), base), _title_of(anchor)
    if not url or not title:
        return None
    reader = _RowReader(base, anchor)
    reader.read(element)
    return reader.row(title, url)


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


class _RowReader:
    """Collects the parts of one row, whatever elements they are wrapped in."""

    def __init__(self, base: str, anchor: Element) -> None:
        self.base = base
        self.anchor = anchor
        self.organizations: tuple[str, ...] = ()
        self.from_nih = False
        self.labels: list[str] = []
        self.notes: list[str] = []
        self.alternates: list[Alternate] = []
        self.others: list[Link] = []
        self.unknown: list[str] = []
        self.nested: list[Element] = []
        self.also = False

    def read(self, element: Element) -> None:
        """Read everything in the row once, in page order; what stands inside a link or a nested list is theirs."""
        inner: Element | None = None
        for child in element.iter():
            if inner is not None:
                if inner in child.iterancestors():
                    continue
                inner = None
            tag = child.tag
            if tag == "a":
                self._anchor(child)
            elif tag == "img":
                self._mark(child)
            elif tag == "ul" or tag == "ol":
                self.nested.append(child)
            elif (text := child.text) and not text.isspace() and tag not in UNSEEN:
                self._say(text)
            if tag in _CLOSED and len(child):
                inner = child
            if child is not element and (tail := child.tail) and not tail.isspace():
                self._say(tail)

    def row(self, title: str, url: str) -> Row:
        listed = self.anchor.get("data-org")
        codes = tuple(code for part in listed.split(",") if (code := clean(part))) if listed else ()
        main = Link(
            title=title,
            url=url,
            sid=self.anchor.get("data-sid") or None,
            organizations=self.organizations,
            from_nih=self.from_nih or bool(codes),
            nih_institutes=codes,
            labels=tuple(self.labels),
            notes=tuple(self.notes),
            alternates=tuple(self.alternates),
            reference=reference_of(url),
        )
        return Row([main, *self.others], self.unknown, self.nested)

    def _anchor(self, anchor: Element) -> None:
        if anchor is self.anchor:
            return
        title = _title_of(anchor)
        url = absolute(anchor.get("href", ""), self.base)
        language = language_tag(title)
        if url and (language != UNKNOWN or self.also):
            self.alternates.append(Alternate(language=language, url=url))
            if language == UNKNOWN:
                self.unknown.append(title)
                self.notes.append(title)
        elif url and title:
            self.others.append(plain_link(title, url, anchor.get("data-sid")))
        elif title:
            self.notes.append(title)

    def _mark(self, image: Element) -> None:
        alt = image.get("alt") or image.get("title") or ""
        picture = (image.get("src") or "").rpartition("/")[2].partition(".")[0].lower()
        if is_nih_mark(alt, picture):
            self.from_nih = True
        elif (label := label_of_picture(alt, picture)) and label not in self.labels:
            self.labels.append(label)

    def _say(self, raw: str) -> None:
        """Words beside the link: organisations in parentheses, "Also in", a mark, or a note."""
        text = clean(raw).strip(SEPARATORS)
        if not text:
            return
        if text[0] == "(" and (parts := split_parenthesis(text)):
            self.organizations += split_organizations(parts[0])
            self._say(parts[1])
            return
        if is_also_in(text):
            self.also = True
            return
        rest = without_also_in(text).strip(SEPARATORS)
        self.also = self.also or rest != text
        if not rest:
            return
        label = label_of_word(rest)
        if label is None:
            self.notes.append(rest)
        elif label not in self.labels:
            self.labels.append(label)


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
