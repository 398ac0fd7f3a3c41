"""One paragraph while it is being written: words, inline tags, line breaks and pictures, with canonical white space."""

from html import escape


class Paragraph:
    """Collects the HTML and the words of a paragraph at the same time.

    Inline tags are written when their first word comes, so empty ones and stray spaces leave no trace. They stay open
    across paragraphs: a block inside a link ends the paragraph, not the link.
    """

    __slots__ = ("_breaks", "_html", "_open", "_opened", "_words", "is_open", "spaced")

    def __init__(self) -> None:
        self.is_open = False
        """Whether anything was said: only then does white space mean anything."""
        self.spaced = False
        """Whether white space was met: it counts when words follow."""
        self._open: list[tuple[str, str]] = []
        self._start()

    def _start(self) -> None:
        self.is_open = False
        self._html: list[str] = []
        self._words: list[str] = []
        self.spaced = False
        self._breaks = 0
        self._opened = 0

    def say(self, body: str, raw: str) -> None:
        """Add words; `raw` tells whether white space stands around them."""
        self._part(raw[0].isspace())
        self._html.append(escape(body, quote=False))
        self._words.append(body)
        self.spaced = raw[-1].isspace()

    def break_line(self) -> None:
        """A line break: it counts when something follows."""
        self._breaks += 1

    def show(self, html: str) -> None:
        """Add something that is shown and has no words."""
        self._part(spaced=False)
        self.spaced = False
        self._html.append(html)

    def begin(self, tag: str, attributes: str = "") -> None:
        """Begin an inline element."""
        self._open.append((f"<{tag}{attributes}>", f"</{tag}>"))

    def end(self) -> None:
        """End the inline element begun last."""
        _, close = self._open.pop()
        if self._opened > len(self._open):
            self._html.append(close)
            self._opened = len(self._open)

    def is_inside(self, tag: str) -> bool:
        """Whether an inline element of this name has begun and not ended."""
        return any(close == f"</{tag}>" for _, close in self._open)

    def take(self) -> tuple[str, str]:
        """The HTML and the words so far; the paragraph begins anew."""
        self._html.extend(close for _, close in reversed(self._open[: self._opened]))
        taken = "".join(self._html), "".join(self._words).rstrip(" ")
        self._start()
        return taken

    def _part(self, spaced: bool) -> None:
        """Part what comes from what was there before: by line breaks, a space, or nothing."""
        if self.is_open:
            if self._breaks:
                self._html.append("<br>" * self._breaks)
                self._words.append("\n" * self._breaks if self._words else "")
            elif self.spaced or spaced:
                self._html.append(" ")
                if self._words and self._words[-1] != " ":
                    self._words.append(" ")
        self.is_open = True
        self._breaks = 0
        if self._opened < len(self._open):
            self._html.extend(tag for tag, _ in self._open[self._opened :])
            self._opened = len(self._open)
