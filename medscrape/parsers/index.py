"""Index pages and sitemaps: the links they name, in order. Which of them are topics is for others to say."""

from collections.abc import Iterable

from lxml import etree, html

from medscrape.errors import RejectedPageError, RejectionReason
from medscrape.parsers.recognition import notice_in
from medscrape.text import clean
from medscrape.vocabulary.sites import absolute


def index_links(body: bytes, url: str) -> tuple[str, ...]:
    """The absolute URLs that an index page links to, each once: those of its content, if it marks one.

    >>> index_links(b"<p><a href='asthma.html'>Asthma</a> <a href='/asthma.html#top'>Wheezing</a>", "https://a.org/")
    ('https://a.org/asthma.html',)
    """
    if not body.strip():
        raise RejectedPageError(RejectionReason.EMPTY, "the index page is empty")
    try:
        document = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise RejectedPageError(RejectionReason.NOT_READABLE, f"the index page is no HTML: {_line(error)}") from error
    if notice := notice_in(document):
        raise notice
    content = next((element for element in document.iter() if element.get("id") == "mplus-content"), document)
    return _each_once(absolute(link.get("href", ""), url) for link in content.iter("a"))


def sitemap_links(body: bytes) -> tuple[str, ...]:
    """The URLs that a sitemap names, each once; entities are not expanded and nothing else is read.

    >>> sitemap_links(b"<urlset><url><loc> https://a.org/asthma.html </loc></url></urlset>")
    ('https://a.org/asthma.html',)
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        document = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RejectedPageError(RejectionReason.NOT_READABLE, f"the sitemap is no XML: {_line(error)}") from error
    return _each_once(absolute(location.text or "", "") for location in document.iter("{*}loc"))


def _line(error: Exception) -> str:
    return clean(str(error))


def _each_once(urls: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url.partition("#")[0] for url in urls if url))
