"""Readers that make one text of a page."""

import re

from benchmarks.readers.found import Found, Reader

_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_TARGET = re.compile(r"\]\(<?([^)\s>]+)>?")


def by_html2text() -> Reader:
    """html2text: the whole page as Markdown."""
    from html2text import HTML2Text

    def read(body: bytes) -> str:
        converter = HTML2Text(bodywidth=0)
        return str(converter.handle(body.decode()))

    return Reader("html2text", "one text, navigation included", read, _in_markdown)


def by_trafilatura() -> Reader:
    """trafilatura, told to keep as much as it can."""
    import trafilatura

    def read(body: bytes) -> str:
        text = trafilatura.extract(
            body, output_format="markdown", include_links=True, include_tables=True, favor_recall=True
        )
        return text or ""

    return Reader("trafilatura", "one text", read, _in_markdown)


def _in_markdown(text: str) -> Found:
    return Found(
        text=_TARGET.sub("](", text),
        links=frozenset(_TARGET.findall(text)),
        sections=frozenset(heading.strip("*_ ") for heading in _HEADING.findall(text)),
    )
