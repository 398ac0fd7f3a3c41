"""What the site offers to programs: robots.txt, the sitemap, and a feed per topic."""

from collections.abc import Iterable
from html import escape

from medscrape.sample_site.content import TopicPage
from medscrape.sample_site.rendering.markup import absolute

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def robots(disallowed: Iterable[str]) -> str:
    """robots.txt: everything but a few paths."""
    rules = "".join(f"Disallow: {path}\n" for path in disallowed)
    return f"User-agent: *\n{rules}Allow: /\n\nSitemap: {absolute('/sitemap.xml')}\n"


def sitemap(paths: Iterable[str]) -> str:
    """sitemap.xml: one `urlset` of topics and other pages alike."""
    urls = "".join(f"  <url><loc>{absolute(path)}</loc></url>\n" for path in paths)
    return f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'


def feed(page: TopicPage) -> str:
    """The RSS feed of a topic: the links of its first section."""
    rows = page.sections[0].rows if page.sections else ()
    items = "".join(
        f"    <item><title>{escape(row.title)}</title><link>{escape(row.url)}</link></item>\n" for row in rows
    )
    return (
        f'{_XML}<rss version="2.0">\n  <channel>\n    <title>{escape(page.title)}</title>\n'
        f"    <link>{page.url}</link>\n    <description>{escape(page.description)}</description>\n"
        f"{items}  </channel>\n</rss>\n"
    )
