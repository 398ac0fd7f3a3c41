"""The words of a page and of a record, to be counted against each other."""

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from oracle.strings import Record, one, squeeze

# Words of the content that no field holds: where they stand, and as what (the groups of the pattern).
FURNITURE = {
    "#breadcrumbs .hide-offscreen": "(You Are Here:)",
    "#breadcrumbs div > span:not([class])": "({title})",
    ".page-url": "(URL of this page: {url})",
    ".alsocalled": "(Also called:) .+",
    "#toc-section": "(On this page .+)",
    "#topsum_section h2": "(Summary)",
    "#topic button": "(|Show More Show Less)",
    ".also-lang": "(Also in(?: Spanish)+)",
    "#ht-img-section h2": "(Topic Image)",
    "#related-topics h2": "(Related Health Topics)",
    "#primary-institute-section h2": "(National Institutes of Health)",
    "#primary-institute-section .section-body": "(The primary NIH organization for research on {title} is the) .+",
    "#topic ~ p": "(The information on this site should not be used as a substitute .+)",
    "#topic ~ div": "(Learn how to cite this page)",
}
LABELS_SHOWN_AS_WORDS = {"pdf"}


def content(tree: BeautifulSoup) -> Tag:
    """Give the content region of a page."""
    return one(tree, "#mplus-content")


def furniture_of(tree: BeautifulSoup, title: str, url: str) -> Iterator[str]:
    """List the furniture of a page; what stands in its place and is something else fails here."""
    known = {"title": re.escape(title), "url": re.escape(url)}
    for selector, pattern in FURNITURE.items():
        for tag in content(tree).select(selector):
            found = re.fullmatch(pattern.format(**known), squeeze(tag.get_text(" ")))
            assert found, f"{selector} holds more than furniture: {tag.get_text()}"
            yield from found.groups()


def texts_of(record: Record) -> Iterator[str]:
    """List what a record holds of the words in the content of its page, each as often as the page shows it."""
    yield from (record["title"], *record["also_called"])
    yield from (crumb["title"] for crumb in record["breadcrumbs"])
    yield from (record["summary"]["text"], *(source["name"] for source in record["summary"]["attribution"]))
    yield from (topic["title"] for topic in record["related_topics"])
    yield from (institute["name"] for institute in [record["primary_institute"]] if institute)
    for section in record["sections"]:
        yield from (section["heading"], section["subheading"] or "", section["text"] or "")
        for link in section["links"]:
            if link["title"] not in (section["text"] or ""):
                yield link["title"]
            yield from (*link["organizations"], *link["notes"])
            yield from LABELS_SHOWN_AS_WORDS.intersection(link["labels"])


def tokens(*texts: str) -> Counter[str]:
    """Count the words of texts, without regard to case and punctuation."""
    return Counter(word for text in texts for word in re.findall(r"\w+", text.casefold()))
