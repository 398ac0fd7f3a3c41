"""Index pages and sitemaps: safe absolute links, or the reason why there are none."""

from collections.abc import Iterator

from fuzz.invariants import SAFE_URL
from fuzz.mutators import markup
from fuzz.target import Target, expect
from medscrape import PageError
from medscrape.parsers.index import index_links, sitemap_links
from medscrape.sample_site import build
from medscrape.vocabulary.sites import SAMPLE, topic_address

_PATHS = ("/all_healthtopics.html", "/spanish/all_healthtopics.html", "/sitemap.xml")
_ENTITIES = b"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE x [<!ENTITY a "plum"><!ENTITY b "&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://sample.invalid/&b;.html</loc>
</url><url><loc>&c;</loc></url></urlset>"""


def expect_links_or_reason(body: bytes) -> None:
    """Raises when what is named is neither a link nor refused."""
    for read in (lambda: index_links(body, f"{SAMPLE.home}all_healthtopics.html"), lambda: sitemap_links(body)):
        try:
            links = read()
        except PageError as error:
            expect("\n" not in error.detail, "a reason is one sentence", error.detail)
            continue
        expect(len(set(links)) == len(links), "each link is named once")
        for link in links:
            expect(SAFE_URL.fullmatch(link), "only safe links", link)
            address = topic_address(link)
            expect(address is None or "/" not in address.slug, "a slug is no path", link)


def seeds() -> Iterator[bytes]:
    """The index pages of the sample site, and a sitemap with entities."""
    site = build()
    for path in _PATHS:
        if answer := site.get(path):
            yield answer.body
    yield _ENTITIES


TARGET = Target("indexes", expect_links_or_reason, seeds, markup.mutated)
