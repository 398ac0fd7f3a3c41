"""Topic pages as an HTML-to-text tool wrote them down: a header, then Markdown-like text without link targets."""

from medscrape.parsers.text_dump.blocks import is_text_dump
from medscrape.parsers.text_dump.topic import topic_of_dump

__all__ = ["is_text_dump", "topic_of_dump"]
