"""Which topic pages the site has: the hand-written ones of an edition, then generated ones, on demand."""

from collections.abc import Iterator
from dataclasses import dataclass

from medscrape.sample_site.content import TopicPage
from medscrape.sample_site.editions import pages_of
from medscrape.sample_site.generated import GeneratedTopics
from medscrape.sample_site.library import LANGUAGES

CLOSED = "closedward"
"""A topic that robots.txt disallows: it is listed and must never be fetched."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic as an index lists it: its title, its path, and the other names that lead to it."""

    title: str
    path: str
    aliases: tuple[str, ...] = ()


class Catalogue:
    """All topic pages of an edition; `topics` counts topics, each of which mostly has two pages."""

    def __init__(self, edition: int, topics: int | None) -> None:
        pages = pages_of(edition)
        slugs = list(dict.fromkeys(page.slug for page in pages))
        kept = set(slugs[:topics])
        self._by_path = {page.path: page for page in pages if page.slug in kept}
        self._generated = GeneratedTopics(max(0, (topics or 0) - len(slugs)))

    def page(self, path: str) -> TopicPage | None:
        """The topic page at a path, or None."""
        return self._by_path.get(path) or self._generated.page(path)

    def feed(self, path: str) -> TopicPage | None:
        """The topic page whose feed is at a path, or None."""
        before, marker, name = path.partition("feeds/topics/")
        return self.page(f"{before}{name.removesuffix('.xml')}.html") if marker else None

    def hand_written(self) -> Iterator[TopicPage]:
        """The hand-written pages, by topic."""
        return iter(self._by_path.values())

    def entries(self, language: str) -> Iterator[Entry]:
        """What the indexes of a language list, in the order of the titles; generated topics come last."""
        pages = [page for page in self._by_path.values() if page.language == language]
        for page in sorted(pages, key=lambda page: page.title.casefold()):
            names = dict.fromkeys(page.also_called + page.alternate_titles)
            yield Entry(page.title, page.path, tuple(names))
        for title, path in self._generated.titles(language):
            yield Entry(title, path)

    def open_pages(self) -> Iterator[tuple[str, str]]:
        """Id and path of every topic page that a polite crawl reads."""
        for page in self._by_path.values():
            if page.slug != CLOSED:
                yield page.id, page.path
        for language in LANGUAGES:
            yield from self._generated.addresses(language)
