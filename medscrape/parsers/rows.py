"""Link rows: a link, who made it, and the marks beside it."""

from typing import Any

from lxml.etree import _Element as Element

from medscrape.parsers.elements import UNSEEN, children, odd_address, sid_of, title_of
from medscrape.parsers.references import reference_of
from medscrape.text import clean
from medscrape.vocabulary.furniture import without_also_in
from medscrape.vocabulary.languages import UNKNOWN, language_tag
from medscrape.vocabulary.marks import NIH, label_of_word, mark_of_picture
from medscrape.vocabulary.sites import absolute

SEPARATORS = " \t\n\u2013\u2014-,;:|\u2022\u00b7"


def begins_with_record(inside: list[Element]) -> bool:
    """Whether the first of these elements but for pictures is a link of the site's own records."""
    for child in inside:
        if child.tag != "img":
            return child.tag == "a" and child.get("data-sid") is not None
    return False


def split_organizations(text: str) -> tuple[str, ...]:
    """The organisations in the words of a pair of parentheses.

    >>> split_organizations("American College of Radiology; Merck & Co., Inc.")
    ('American College of Radiology', 'Merck & Co., Inc.')
    """
    if ";" not in text:
        return (text,) if text else ()
    return tuple(name for part in text.split("; ") if (name := clean(part)))


def split_parentheses(text: str) -> tuple[list[str], str]:
    """The words of each pair of parentheses that a text begins with, and what follows the last of them.

    >>> split_parentheses("(Nemours (KidsHealth)), (Merck) - PDF")
    (['Nemours (KidsHealth)', 'Merck'], 'PDF')
    """
    if text[-1] == ")" and text.count("(") == 1:
        return [text[1:-1].strip()], ""
    pairs: list[str] = []
    start, depth, rest = 0, 0, 0
    for position, character in enumerate(text):
        if not depth and character != "(":
            if character in SEPARATORS:
                continue
            return pairs, text[position:]
        if not depth:
            start = position
        depth += (character == "(") - (character == ")")
        if not depth:
            pairs.append(text[start + 1 : position].strip())
            rest = position + 1
    return pairs, text[rest:].strip(SEPARATORS)


class Row:
    """A link and what stands beside it, on its way to the `Link` of a record."""

    __slots__ = (
        "alternates", "from_nih", "labels", "nih_institutes", "notes", "organizations", "sid", "title", "url"
    )  # fmt: skip

    def __init__(
        self, title: str = "", url: str | None = None, sid: str | None = None, nih_institutes: tuple[str, ...] = ()
    ) -> None:
        self.title = title
        self.url = url
        self.sid = sid
        self.nih_institutes = nih_institutes
        self.from_nih = bool(nih_institutes)
        self.organizations: list[str] = []
        self.labels: list[str] = []
        self.notes: list[str] = []
        self.alternates: list[tuple[str, str]] = []
        """Languages and addresses."""

    def fields(self) -> dict[str, Any]:
        """The fields of its `Link`, to be validated with everything around it."""
        return {
            "title": self.title,
            "url": self.url,
            "sid": self.sid,
            "organizations": tuple(self.organizations),
            "from_nih": self.from_nih,
            "nih_institutes": self.nih_institutes,
            "labels": tuple(self.labels),
            "notes": tuple(self.notes),
            "alternates": tuple({"language": tag, "url": url} for tag, url in self.alternates)
            if self.alternates
            else (),
            "reference": reference_of(self.url) if self.url else None,
        }


_NEVER_INSIDE = frozenset("article aside footer h1 h2 main section".split())
"""In what seems to be a row these say that something in it was not closed, and has taken in what follows."""


_TAKEN = UNSEEN | _NEVER_INSIDE | {"a", "img", "ol", "ul"}
"""All that is more than a wrapper of words."""


class RowReader:
    """Reads one row, whatever elements its parts are wrapped in."""

    __slots__ = ("_also_in", "_base", "_has_words", "_now", "is_row", "nested", "oddities", "rows")

    def __init__(self, base: str) -> None:
        self.is_row: bool | None = None
        """Whether the first link makes it a row, which a reader could follow safely: when it is one of the site's own
        records, or when the element begins with it. None while no link was met."""
        self.rows: list[Row] = []
        """The row of that link, and of further ones that stand in the same element."""
        self.oddities: list[tuple[str, str]] = []
        """Codes and details of what looked odd."""
        self.nested: list[Element] = []
        """Lists inside the row, not read yet."""
        self._base = base
        self._now = Row()  # the one that words and marks belong to
        self._has_words = False
        self._also_in: Element | None = None

    def read(self, element: Element) -> None:
        """Read everything in an element once, in page order; what stands in a nested list is the list's."""
        if (text := element.text) and not text.isspace():
            self._say(text, element)
        for child in children(element):
            tag = child.tag
            if tag not in _TAKEN:
                self.read(child)
            elif tag == "a":
                self._anchor(child, element)
            elif tag == "img":
                self._mark(child)
            elif tag == "ul" or tag == "ol":
                self.nested.append(child)
            elif tag in _NEVER_INSIDE:
                self.is_row = False
            if (tail := child.tail) and not tail.isspace():
                self._say(tail, element)

    def _anchor(self, anchor: Element, parent: Element) -> None:
        self._link(anchor, parent)
        if len(anchor):
            for inner in anchor.iterdescendants("a"):
                self._link(inner, anchor)

    def _link(self, anchor: Element, parent: Element) -> None:
        href = anchor.get("href")
        url = absolute(href, self._base) if href else None
        if url != href and href and (odd := odd_address(href)):
            self.oddities.append(("odd_address", repr(odd)))
        if self.is_row is not None:
            self._further_link(anchor, href, url, parent)
            return
        main = self._now
        main.title, main.url, main.sid = title_of(anchor), url, sid_of(anchor)
        self.is_row = bool(url and main.title) and (main.sid is not None or not self._has_words)
        if listed := anchor.get("data-org"):
            main.nih_institutes = _codes(listed)
            main.from_nih = main.from_nih or bool(main.nih_institutes)
        self.rows.append(main)

    def _further_link(self, anchor: Element, href: str | None, url: str | None, parent: Element) -> None:
        title = title_of(anchor)
        language = language_tag(title)
        if url and (language != UNKNOWN or parent is self._also_in):
            self._now.alternates.append((language, url))
            if language == UNKNOWN:
                self.oddities.append(("unknown_language", repr(title)))
                self._now.notes.append(title)
        elif url and title:
            beside = Row(title, url, sid_of(anchor), _codes(anchor.get("data-org", "")))
            self.rows.append(beside)
            if beside.sid:
                self._now = beside
        elif url:
            self.oddities.append(("unmapped_link", f"a link without words, to {url},"))
        elif title:
            self._now.notes.append(title)
            odd = ("link_without_target", title) if href is None else ("unsafe_link", href[:80])
            self.oddities.append((odd[0], repr(odd[1])))

    def _mark(self, image: Element) -> None:
        mark = mark_of_picture(image.get("alt") or image.get("title") or "", image.get("src") or "")
        if mark == NIH:
            self._now.from_nih = True
        elif mark and mark not in self._now.labels:
            self._now.labels.append(mark)

    def _say(self, raw: str, parent: Element) -> None:
        """Words beside the link: organisations in parentheses, "Also in", a mark, or a note."""
        self._has_words = True
        text = clean(raw).strip(SEPARATORS)
        if text and text[0] == "(":
            pairs, text = split_parentheses(text)
            for pair in pairs:
                self._now.organizations += split_organizations(pair)
        if not text:
            return
        rest = without_also_in(text).strip(SEPARATORS)
        if rest != text:
            self._also_in = parent
        if not rest:
            return
        label = label_of_word(rest)
        if label is None:
            self._now.notes.append(rest)
        elif label not in self._now.labels:
            self._now.labels.append(label)


def _codes(listed: str) -> tuple[str, ...]:
    if listed.isalpha() and listed.isascii():
        return (listed,)
    return tuple(code for part in listed.split(",") if (code := clean(part)))
