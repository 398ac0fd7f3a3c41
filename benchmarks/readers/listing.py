"""All readers, as far as their packages are installed."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec

from lxml import etree

from benchmarks.readers import scrapers, texts
from benchmarks.readers.found import Found, Reader
from medscrape import Topic, parse_page
from medscrape.verification.held import held_by, links_of


def _complete(body: bytes) -> tuple[Topic, bytes]:
    topic = parse_page(body)
    return topic, topic.to_line()


def found_in(topic: Topic) -> Found:
    """What a record says, in the terms in which all readers are compared."""
    held = held_by(topic).words
    return Found(
        text=" ".join(held.elements()),
        links=frozenset(links_of(topic)),
        sections=frozenset(filter(None, (section.heading for section in topic.sections))),
        organizations=tuple(
            name for section in topic.sections for link in section.links for name in link.organizations
        ),
    )


ours = Reader("medscrape", "the complete record, as a line of JSON", _complete, lambda pair: found_in(pair[0]))
"""Our own."""


def _lxml() -> Reader:
    parser = etree.HTMLParser(encoding="utf-8")
    return Reader("lxml, bare", "a tree", lambda body: etree.fromstring(body, parser))


def _lexbor() -> Reader:
    from selectolax.lexbor import LexborHTMLParser

    return Reader("Lexbor (selectolax), bare", "a tree", LexborHTMLParser)


_OTHERS: tuple[tuple[str, Callable[[], Reader]], ...] = (
    ("selectolax", _lexbor),
    ("parsel", scrapers.by_parsel),
    ("bs4", scrapers.by_beautiful_soup),
    ("trafilatura", texts.by_trafilatura),
    ("html2text", texts.by_html2text),
)


def readers() -> Iterator[Reader | str]:
    """The bare parse, which is the floor, then ours, then the others; the name of a package that is not there."""
    yield _lxml()
    yield ours
    for package, reader in _OTHERS:
        yield reader() if find_spec(package) else package
