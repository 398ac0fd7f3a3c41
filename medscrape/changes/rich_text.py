"""What differs between two texts with structure."""

from html.parser import HTMLParser
from typing import Any

from medscrape.changes.equality import canonical
from medscrape.models import Significance

_UNREAD = frozenset({"html", "license", "attribution"})


def weight_of_text(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Significance:
    """How much it matters that two texts differ: `links` when only targets or the licence do, else `content`.

    Emphasis, headings and raised or lowered digits count as content: they are part of what a patient reads.
    """
    if before is None or after is None or _read(before) != _read(after):
        return Significance.CONTENT
    return Significance.LINKS


def _read(text: dict[str, Any]) -> tuple[Any, ...]:
    others = {name: value for name, value in text.items() if name not in _UNREAD}
    names = [attribution["name"] for attribution in text["attribution"]]
    return canonical(others), names, _Outline.of(text["html"])


class _Outline(HTMLParser):
    """The tags and words of a text, without what its links and pictures lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    @classmethod
    def of(cls, html: str) -> list[str]:
        outline = cls()
        outline.feed(html)
        outline.close()
        return outline.parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen = [f"{name}={value}" for name, value in attrs if name not in {"href", "src"}]
        self.parts.append(f"<{tag} {seen}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
