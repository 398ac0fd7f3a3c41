"""What the content of a page shows: its lines of text, and the links in them."""

import re
from typing import Final, NamedTuple

from medscrape.text import clean, fold
from medscrape.verification.markup import Tag, tokens

_WITH_ID = r"""<[a-z][^\s/<>]*\s[^<>]*\bid\s*=\s*["']?\s*{}["'\s>]"""
_STARTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _WITH_ID.format("mplus-content"),
        r"<(?:article|main)\b",
        _WITH_ID.format("(?:topic|content|main)"),
        r"<body\b",
    )
]
_FOOTER_IDS = frozenset({"footer", "mplus-footer"})
_CONTENTS_LABELS = frozenset({"on this page", "en esta pagina"})
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# After a footer, these say that content goes on: another page stands in the same file.
_RESUMING = frozenset("article h1 h2 main section".split())
_BREAKS = _HEADINGS | frozenset(
    """
    address article aside blockquote br button caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form header hgroup hr legend li main menu nav ol optgroup option p pre search section select summary table
    tbody td textarea tfoot th thead tr ul
    """.split()
)


class Place:
    """Where a line stands: bits, for it moves with every tag."""

    ITEM: Final = 1
    BUTTON: Final = 2
    HEADING: Final = 4
    CONTENTS: Final = 8
    """In the table of contents."""
    BEFORE_TITLE: Final = 16


_WANTED = _BREAKS | {"a", "area", "img"}
_PLACE_OF_TAG = {"li": Place.ITEM, "button": Place.BUTTON} | dict.fromkeys(_HEADINGS, Place.HEADING)
_LEFT_AT_END = _PLACE_OF_TAG | {"ul": Place.ITEM, "ol": Place.ITEM}
_LEFT_AT_START = {
    "h1": Place.CONTENTS | Place.ITEM | Place.BEFORE_TITLE,
    "h2": Place.CONTENTS | Place.ITEM,
    "article": Place.CONTENTS | Place.ITEM,
    "section": Place.CONTENTS | Place.ITEM,
    "ul": Place.ITEM,
    "ol": Place.ITEM,
}
_PLACE_OF_ID = {
    "table-of-contents": Place.CONTENTS,
    "toc-section": Place.CONTENTS,
    "breadcrumbs": Place.BEFORE_TITLE,
}


class Anchor:
    """A link of the page."""

    def __init__(self, target: str, is_shown: bool) -> None:
        self.target = target
        self.is_shown = is_shown
        """Whether it holds words or a picture that a reader could follow."""


class Piece(NamedTuple):
    """A stretch of text without a tag in it."""

    text: str
    anchor: Anchor | None


class Line(NamedTuple):
    """A stretch of text without a break in it."""

    text: str
    pieces: tuple[Piece, ...]
    place: int
    below: str
    """The heading it stands below."""


class Shown(NamedTuple):
    """What the content of a page shows."""

    lines: list[Line]
    anchors: list[Anchor]
    broken: list[str]
    """Tags that have swallowed what follows them."""


def shown(source: str) -> Shown:
    """Read the content of a page: from the element that begins it up to the footer, or to the end of the file.

    Content that spills out of its element, because an end tag is one too many, still stands before the footer.
    """
    content = _Content()
    is_open = True
    for token in tokens(source, _WANTED, _start(source)):
        if isinstance(token, str):
            if is_open:
                content.text(token)
        elif is_open:
            if content.ends_at(token):
                content.end_line()
                is_open = False
            else:
                content.tag(token)
        elif not token.is_closing and token.name in _RESUMING:
            is_open = True
            content.tag(token)
    content.end_line()
    return Shown(content.lines, content.anchors, content.broken)


def _start(source: str) -> int:
    places = (pattern.search(source) for pattern in _STARTS)
    return next((place.start() for place in places if place), 0)


class _Content:
    """Collects lines and links while the tags and texts of the content go by."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.anchors: list[Anchor] = []
        self.broken: list[str] = []
        self._articles = 0
        self._anchor: Anchor | None = None
        self._heading = ""
        self._place: int = Place.BEFORE_TITLE
        self._pieces: list[Piece] = []

    def text(self, text: str) -> None:
        """Take a text between two tags."""
        if text.strip():
            if self._anchor:
                self._anchor.is_shown = True
        elif not text or not self._pieces or self._pieces[-1].text[-1].isspace():
            return
        self._pieces.append(Piece(text, self._anchor))

    def tag(self, tag: Tag) -> None:
        """Take a tag."""
        name = tag.name
        if tag.swallows_markup:
            self.broken.append(f"<{name} {clean(tag.source)}>")
        if name == "a" or name == "area":
            self._link(tag)
        elif name in _BREAKS:
            self.end_line()
            self._move(tag)
        elif name == "img" and self._anchor:
            self._anchor.is_shown = True

    def ends_at(self, tag: Tag) -> bool:
        """Whether the content ends at a tag: at the footer of the page, not at that of an article."""
        if tag.is_closing:
            return False
        if tag.name == "footer" and self._articles <= 0:
            return True
        return "footer" in tag.source and tag.attribute("id") in _FOOTER_IDS

    def end_line(self) -> None:
        """End the line that is being read."""
        if not self._pieces:
            return
        text = clean("".join(text for text, _ in self._pieces))
        if text:
            self.lines.append(Line(text, tuple(self._pieces), self._place, self._heading))
            if self._place & Place.HEADING:
                self._heading = text
            elif len(text) < 20 and fold(text) in _CONTENTS_LABELS:
                self._place |= Place.CONTENTS
        self._pieces = []

    def _link(self, tag: Tag) -> None:
        self._anchor = None
        if not tag.is_closing and (target := tag.attribute("href")):
            self._anchor = Anchor(target, is_shown=tag.name == "area")
            self.anchors.append(self._anchor)

    def _move(self, tag: Tag) -> None:
        name, is_closing = tag.name, tag.is_closing
        if name == "li" or name == "section":
            self._anchor = None
        left = _LEFT_AT_END.get(name) if is_closing else _LEFT_AT_START.get(name)
        if left:
            self._place &= ~left
        if name == "article":
            self._articles += -1 if is_closing else 1
        elif not is_closing:
            self._place |= _PLACE_OF_TAG.get(name, 0)
            if "id" in tag.source:
                self._place |= _PLACE_OF_ID.get(tag.attribute("id") or "", 0)
