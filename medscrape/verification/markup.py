"""HTML as a stream of tags and text, by the tokenization rules of the WHATWG HTML standard, without a tree.

It departs from them where damage would hide the rest of a page: a comment, a script or a quoted value that never ends
does not swallow it.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    <!--(?:-?>|.*?--!?>)
  | <(/?)([A-Za-z][^\s/>]*+)
     ((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)*+)>
  | <[!?/][^>]*+>
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)))?+""")
# Where a closing quote is missing, a value runs on to the next quote, and what follows that one is no space.
_SWALLOWED = re.compile(r"""=\s*+(?:"[^"<]*+<[^"]*+"|'[^'<]*+<[^']*+')(?=[^\s/>]|/[^>])""")
_UNFINISHED = re.compile(r"</?[A-Za-z][^\s<>]*+\s*+\Z")
_NOT_SHOWN = "datalist iframe noembed noframes script style template title".split()
_END_OF = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in [*_NOT_SHOWN, "plaintext", "textarea", "xmp"]
}


class Tag(NamedTuple):
    """A tag; attributes are parsed when they are asked for."""

    name: str
    is_closing: bool
    source: str
    """Everything between the name and the `>`."""

    @property
    def swallows_markup(self) -> bool:
        """Whether a quote is missing, so that following tags and words became part of a value."""
        return "<" in self.source and _SWALLOWED.search(self.source) is not None

    def attribute(self, name: str) -> str | None:
        """The value of an attribute, or None."""
        for found, *values in _ATTRIBUTE.findall(self.source):
            if found.lower() == name:
                return unescape("".join(values))
        return None


def tokens(source: str, wanted: frozenset[str], start: int = 0) -> Iterator[Tag | str]:
    """The wanted tags and all texts of a page in the order of the file; what no browser shows is left out."""
    position: int | None = start
    while position is not None:
        jump: int | None = None
        for match in _TOKEN.finditer(source, position):
            begin, end = match.span()
            if begin > position:
                text = source[position:begin]
                yield " " if text.isspace() else unescape(text)
            position = end
            slash, name, attributes = match.groups()
            if name is None:
                continue
            name = name.lower()
            if name in wanted or "<" in attributes:
                yield Tag(name, bool(slash), attributes)
            if name in _END_OF and not slash:
                jump = _end_of_raw_text(source, name, end)
                if name not in _NOT_SHOWN:
                    yield unescape(source[end:jump])
            if jump is not None:
                break
        else:
            yield unescape(_UNFINISHED.sub("", source[position:]))
        position = jump


def _end_of_raw_text(source: str, name: str, start: int) -> int:
    """Where the text of an element without tags inside ends; one that never ends is taken for empty."""
    found = _END_OF[name].search(source, start)
    return found.start() if found else start
