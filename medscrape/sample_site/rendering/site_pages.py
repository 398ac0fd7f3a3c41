"""The pages that are no topics: indexes, group pages, encyclopedia articles, notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from medscrape.sample_site.catalogue import Entry
from medscrape.sample_site.content import TopicPage, language_root
from medscrape.sample_site.library import Group, groups
from medscrape.sample_site.rendering.chrome import banner, footer, header
from medscrape.sample_site.rendering.markup import absolute
from medscrape.sample_site.rendering.templates import fill
from medscrape.sample_site.rows import other_language
from medscrape.sample_site.words import WORDS
from medscrape.text import fold

_LAST_LETTERS = "xyz"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site itself: `kind` is the id of its `html` element."""

    language: str
    path: str
    kind: str
    title: str
    content: str


def site_page(page: SitePage, build_stamp: str) -> str:
    """The HTML of a page of the site itself."""
    words = WORDS[page.language]
    return fill(
        "site_page",
        language=page.language,
        kind=page.kind,
        url=absolute(page.path),
        title=escape(page.title),
        library=words.library,
        build_stamp=build_stamp,
        banner=banner(words),
        header=header(words, absolute(language_root(other_language(page.language)))),
        content=page.content,
        footer=footer(words),
    )


def paragraph_page(language: str, path: str, title: str, text: str, kind: str = "site_page") -> SitePage:
    """A page of one paragraph."""
    return SitePage(language, path, kind, title, f"<p>{escape(text)}</p>\n")


def groups_page(language: str) -> SitePage:
    """`healthtopics.html`: the letters and the topic groups."""
    root = language_root(language)
    letters = [*"abcdefghijklmnopqrstuvw", _LAST_LETTERS, "0-9"]
    by_letter = [(letter.upper(), f"{root}healthtopics_{letter}.html") for letter in letters]
    by_group = [(group.named(language), f"{root}{group.slug}.html") for group in groups().values()]
    content = _list(_link(*place) for place in (*by_letter, *by_group))
    return SitePage(language, f"{root}healthtopics.html", "healthtopics", WORDS[language].health_topics, content)


def all_topics_page(language: str, entries: Iterable[Entry]) -> SitePage:
    """`all_healthtopics.html`: every topic and every other name for one."""
    path = f"{language_root(language)}all_healthtopics.html"
    return SitePage(language, path, "healthtopics", WORDS[language].health_topics, _list(_rows(entries, language)))


def letter_page(language: str, letter: str, entries: Iterable[Entry]) -> SitePage:
    """`healthtopics_a.html`: the names that begin with a letter."""
    path = f"{language_root(language)}healthtopics_{letter}.html"
    rows = [row for name, row in _named_rows(entries, language) if letter_of(name) == letter]
    title = f"{WORDS[language].health_topics}: {letter.upper()}"
    return SitePage(language, path, "healthtopics", title, _list(rows))


def group_page(language: str, group: Group, pages: Iterable[TopicPage]) -> SitePage:
    """The page of a group of topics, whose URL looks like that of a topic."""
    title = group.named(language)
    members = [page for page in pages if page.language == language and title in page.groups]
    content = _list(_link(page.title, page.path) for page in members)
    return SitePage(language, f"{language_root(language)}{group.slug}.html", "health_topic_group", title, content)


def letter_of(name: str) -> str:
    """The index page that a name stands on.

    >>> letter_of("Éclair rash"), letter_of("Zipper toe"), letter_of("3 a.m. hunger")
    ('e', 'xyz', '0-9')
    """
    first = fold(name)[:1]
    if first.isdigit():
        return "0-9"
    return _LAST_LETTERS if first in _LAST_LETTERS else first


def _rows(entries: Iterable[Entry], language: str) -> Iterable[str]:
    return (row for _, row in _named_rows(entries, language))


def _named_rows(entries: Iterable[Entry], language: str) -> Iterable[tuple[str, str]]:
    see = WORDS[language].see
    for entry in entries:
        link = _link(entry.title, entry.path)
        yield entry.title, link
        for alias in entry.aliases:
            yield alias, f"{escape(alias)} <span>{see}</span> {link}"


def _link(title: str, path: str) -> str:
    return f'<a href="{absolute(path)}">{escape(title)}</a>'


def _list(rows: Iterable[str]) -> str:
    items = "".join(f"{' ' * 28}<li>{row}</li>\n" for row in rows)
    return f'{" " * 24}<ul class="bulletlist">\n{items}{" " * 24}</ul>\n'
