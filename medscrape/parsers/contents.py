"""The table of contents: the page's own list of its sections, and the only place that groups them."""

from collections import Counter
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from medscrape.parsers.elements import UNSEEN, children, text_of
from medscrape.parsers.template import section_number
from medscrape.text import clean, fold
from medscrape.vocabulary.furniture import is_furniture
from medscrape.vocabulary.sections import GROUP_BY_HEADING, GROUP_BY_NUMBER, SectionGroup

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents."""

    anchor: str
    title: str
    group: SectionGroup | None


@dataclass
class _Column:
    heading: str
    entries: list[tuple[str, str]] = field(default_factory=list)

    def group(self, position: int, columns: int) -> SectionGroup | None:
        """By the heading; else by the numbers listed under it; else by the place among the six columns."""
        if known := GROUP_BY_HEADING.get(fold(self.heading)):
            return known
        votes = Counter(GROUP_BY_NUMBER.get(section_number(anchor) or -1) for anchor, _ in self.entries)
        votes.pop(None, None)
        if votes:
            return votes.most_common(1)[0][0]
        groups = list(SectionGroup)
        return groups[position] if columns == len(groups) else None


class TableOfContents:
    """The entries in page order, with the group each stands in."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.unknown_headings: list[str] = []
        self.seen = False
        self._others: list[Element] = []

    def read(self, element: Element) -> list[str]:
        """Read the table; what is neither heading, entry nor furniture comes back as unmapped text."""
        self.seen = True
        columns: list[_Column] = []
        stray: list[str] = []
        _read(element, columns, stray, self._others)
        for position, column in enumerate(columns):
            group = column.group(position, len(columns))
            if fold(column.heading) not in GROUP_BY_HEADING:
                self.unknown_headings.append(column.heading)
            self.entries.extend(Entry(anchor, title, group) for anchor, title in column.entries)
        return [line for line in stray if not is_furniture(line)]

    def take_other_links(self) -> list[Element]:
        """Links in the table that lead to no section, met since this was last asked."""
        others, self._others = self._others, []
        return others

    def group_of(self, anchor: str | None, heading: str | None) -> SectionGroup | None:
        """The group of a section, found by its anchor, else by its heading."""
        own = next((entry.group for entry in self.entries if entry.anchor == anchor), None)
        if own is not None:
            return own
        folded = fold(heading or "")
        return next((entry.group for entry in self.entries if fold(entry.title) == folded), None)


def _read(element: Element, columns: list[_Column], stray: list[str], others: list[Element]) -> None:
    if (text := element.text) and not text.isspace() and (line := clean(text)):
        stray.append(line)
    for child in children(element):
        tag = child.tag
        if tag in _HEADINGS:
            columns.append(_Column(text_of(child)))
        elif tag == "a":
            _read_link(child, columns, stray, others)
        elif tag not in UNSEEN:
            _read(child, columns, stray, others)
        if (tail := child.tail) and not tail.isspace() and (line := clean(tail)):
            stray.append(line)


def _read_link(anchor: Element, columns: list[_Column], stray: list[str], others: list[Element]) -> None:
    href = anchor.get("href", "")
    if columns and href.startswith("#"):
        columns[-1].entries.append((href[1:], text_of(anchor)))
    else:
        others.append(anchor)
        _read(anchor, columns, stray, others)
