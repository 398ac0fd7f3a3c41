"""The sample website: a path in, a page out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from medscrape.errors import UsageError
from medscrape.sample_site.catalogue import CLOSED, Catalogue, Entry
from medscrape.sample_site.content import language_root, topic_path
from medscrape.sample_site.editions import EDITIONS, redirects_of
from medscrape.sample_site.library import LANGUAGES, Group, encyclopedia_titles, groups, pages_of_the_site
from medscrape.sample_site.rendering import feeds, site_pages
from medscrape.sample_site.rendering.markup import absolute
from medscrape.sample_site.rendering.site_pages import SitePage, site_page
from medscrape.sample_site.rendering.templates import template
from medscrape.sample_site.rendering.topic_page import topic_page

HTML = "text/html"
_LETTER = re.compile(r"/(?P<spanish>spanish/)?healthtopics_(?P<letter>[a-w]|xyz|0-9)\.html")
_BROKEN = Entry("Feather Finger", topic_path("en", "featherfinger"))
_MISSING = Entry("Vanishing Cough", topic_path("en", "vanishingcough"))
_RENAMED_LONG_AGO = Entry("Shimmer Flu (old page)", topic_path("en", "shimmerflu"))
_EDITION_DATES = {1: date(2025, 10, 1), 2: date(2025, 11, 1)}


@dataclass(frozen=True, slots=True)
class SamplePage:
    """What the site answers to a path."""

    status: int
    content_type: str
    body: bytes
    location: str | None = None
    modified: datetime | None = None
    """When the page says it was last modified; None for errors and redirects."""


class SampleSite:
    """An edition of the sample website; pages are rendered when they are asked for."""

    def __init__(self, edition: int, catalogue: Catalogue, build_stamp: str) -> None:
        self.edition = edition
        self._catalogue = catalogue
        self._build_stamp = build_stamp
        self._redirects = redirects_of(edition)
        self._modified = _EDITION_DATES[edition]
        self._pages = self._site_pages()

    def get(self, path: str) -> SamplePage:
        """The page at a path; a query or fragment does not matter."""
        path = path.partition("#")[0].partition("?")[0]
        if path in self._redirects:
            return SamplePage(301, HTML, b"", absolute(self._redirects[path]))
        if topic := self._catalogue.page(path):
            return _page(topic_page(topic, self._build_stamp), topic.updated)
        if text := self._for_programs(path):
            content_type = "text/plain" if path.endswith(".txt") else "text/xml"
            return _page(text, self._modified, content_type)
        if path == _BROKEN.path:
            return _page(template("maintenance"), self._modified)
        if page := self._site_page(path):
            return _page(site_page(page, self._build_stamp), self._modified)
        return self._not_found(path)

    def topic_paths(self) -> Iterator[str]:
        """The path of every topic page that a complete, polite crawl publishes."""
        return (path for _, path in self._catalogue.open_pages())

    def topic_ids(self) -> Iterator[str]:
        """The id of every record that a complete, polite crawl publishes, in the order of `topic_paths`."""
        return (record_id for record_id, _ in self._catalogue.open_pages())

    def _for_programs(self, path: str) -> str | None:
        if path == "/robots.txt":
            return feeds.robots(
                ("/search", "/spanish/search", *(topic_path(language, CLOSED) for language in LANGUAGES))
            )
        if path == "/sitemap.xml":
            return feeds.sitemap(self._all_paths())
        topic = self._catalogue.feed(path) if path.endswith(".xml") else None
        return feeds.feed(topic) if topic else None

    def _site_page(self, path: str) -> SitePage | None:
        if path in self._pages:
            return self._pages[path]()
        if match := _LETTER.fullmatch(path):
            language = "es" if match["spanish"] else "en"
            return site_pages.letter_page(language, match["letter"], self._entries(language))
        for language in LANGUAGES:
            if title := encyclopedia_titles(language).get(path):
                return site_pages.paragraph_page(language, path, title, f"{title}.", "ency")
        return None

    def _site_pages(self) -> dict[str, Callable[[], SitePage]]:
        pages: dict[str, Callable[[], SitePage]] = {}
        for language in LANGUAGES:
            pages |= self._pages_in(language)
        return pages

    def _pages_in(self, language: str) -> dict[str, Callable[[], SitePage]]:
        root = language_root(language)
        overview = partial(site_pages.groups_page, language)
        pages = {root: overview, f"{root}healthtopics.html": overview}
        pages[f"{root}all_healthtopics.html"] = partial(self._all_topics, language)
        for group in groups().values():
            pages[f"{root}{group.slug}.html"] = partial(self._group, language, group)
        for path, (title, text) in pages_of_the_site(language).items():
            pages[path] = partial(site_pages.paragraph_page, language, path, title, text)
        return dict(pages)

    def _all_topics(self, language: str) -> SitePage:
        return site_pages.all_topics_page(language, self._entries(language))

    def _group(self, language: str, group: Group) -> SitePage:
        return site_pages.group_page(language, group, self._catalogue.hand_written())

    def _entries(self, language: str) -> Iterator[Entry]:
        yield from self._catalogue.entries(language)
        if language == "en":
            yield from (_BROKEN, _MISSING, _RENAMED_LONG_AGO)

    def _all_paths(self) -> Iterator[str]:
        yield from (path for path in self._pages if "search" not in path)
        for language in LANGUAGES:
            yield from encyclopedia_titles(language)
            yield from (entry.path for entry in self._catalogue.entries(language))

    def _not_found(self, path: str) -> SamplePage:
        language = "es" if path.startswith("/spanish/") else "en"
        page = site_pages.paragraph_page(language, language_root(language), "404", "Page not found")
        body = site_page(page, self._build_stamp).encode()
        return SamplePage(404, HTML, body)


def build(edition: int = 1, *, topics: int | None = None, build_stamp: str = "1759291975401") -> SampleSite:
    """The sample site: edition 1 or 2; `topics` asks for more (generated) or fewer topics than are hand-written."""
    if edition not in EDITIONS:
        raise UsageError(f"The sample site has the editions 1 and 2, not {edition}.")
    return SampleSite(edition, Catalogue(edition, topics), build_stamp)


def _page(text: str, modified: date, content_type: str = HTML) -> SamplePage:
    return SamplePage(200, content_type, text.encode(), modified=datetime.combine(modified, time(6), UTC))
