"""The hand-written content: `data/*.toml`, read into one `TopicPage` per topic and language.

A topic is a file with a table per language and the sections of both; a row without a title in a language is not on the
pages of that language. `glimmerfever.toml` shows nearly everything that a file can say.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from medscrape.sample_site.content import Organization, RelatedTopic, Row, Section, TopicPage, language_root
from medscrape.sample_site.routine import article_rows, trial_row
from medscrape.sample_site.rows import EncyclopediaSource, RowSource, row_in
from medscrape.sample_site.words import WORDS
from medscrape.vocabulary.sections import SECTION_TABLE, SectionGroup, SectionKind
from medscrape.vocabulary.sites import SAMPLE

Table = dict[str, Any]
LANGUAGES = ("en", "es")
_GROUP_ORDER = list(SectionGroup)
_ENTRY_BY_NUMBER = {entry.number: entry for entry in SECTION_TABLE if entry.number is not None}
_ENTRY_BY_KIND = {entry.kind: entry for entry in SECTION_TABLE}


@dataclass(frozen=True, slots=True)
class Group:
    """A topic group with a page of its own, which looks like a topic's by its URL only."""

    key: str
    slug: str
    en: str
    es: str

    def named(self, language: str) -> str:
        """Its name in a language."""
        return self.es if language == "es" else self.en


@cache
def organizations() -> Mapping[str, Organization]:
    """The invented organizations and institutes by key."""
    return {key: Organization(**table) for key, table in _read("organizations.toml").items()}


@cache
def groups() -> Mapping[str, Group]:
    """The topic groups by key."""
    return {key: Group(key=key, **table) for key, table in _read("groups.toml").items()}


@cache
def topic_sources() -> tuple[Table, ...]:
    """The content files of all topics, in the order of their slugs."""
    folder = resources.files("medscrape.sample_site").joinpath("data", "topics")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(_read("topics", name) for name in names)


def hand_written(edition: int) -> tuple[TopicPage, ...]:
    """All hand-written pages that exist in an edition, before what the edition changes on them."""
    return tuple(
        page
        for source in topic_sources()
        if source.get("first_edition", 1) <= edition <= source.get("last_edition", edition)
        for page in _pages(source)
    )


@cache
def encyclopedia_titles(language: str) -> Mapping[str, str]:
    """The titles of the encyclopedia articles of a language by path."""
    sources = (EncyclopediaSource(**entry) for topic in topic_sources() for entry in topic.get("encyclopedia", ()))
    return {SAMPLE.path_of(row.url) or row.url: row.title for row in (source.row(language) for source in sources)}


@cache
def pages_of_the_site(language: str) -> Mapping[str, tuple[str, str]]:
    """Title and text of the site's own pages of a language by path."""
    return {language_root(language) + path: tuple(table[language]) for path, table in _read("pages.toml").items()}


def _pages(source: Table) -> Iterator[TopicPage]:
    return (_page(source, language) for language in LANGUAGES if language in source)


def _page(source: Table, language: str) -> TopicPage:
    own: Table = source[language]
    encyclopedia = [EncyclopediaSource(**entry) for entry in source.get("encyclopedia", ())]
    institute = source.get("institute")
    return TopicPage(
        slug=source["slug"],
        language=language,
        title=own["title"],
        marketing_title=own["marketing_title"],
        description=own["description"],
        created=source["created"],
        updated=source["updated"],
        languages=_languages(source),
        sections=_sections(source, language, encyclopedia),
        summary=own.get("summary"),
        attribution=own.get("attribution"),
        keywords=tuple(own.get("keywords", ())),
        also_called=tuple(own.get("also_called", ())),
        alternate_titles=tuple(own.get("alternate_titles", ())),
        mesh_headings=tuple(source.get("mesh_headings", ())),
        groups=tuple(groups()[key].named(language) for key in source.get("groups", ())),
        image=source.get("image"),
        encyclopedia=tuple(entry.row(language) for entry in encyclopedia),
        related=_related(source.get("related", ()), language),
        institute=organizations()[institute] if institute else None,
        magazine=_rows(source.get("magazine", ()), language),
        other_languages=source.get("other_languages", False),
        has_contents=source.get("has_contents", True),
        reviewed=source.get("reviewed"),
    )


def _languages(source: Table) -> tuple[str, ...]:
    named = [language for language in LANGUAGES if language in source or language == source.get("names_missing_twin")]
    return tuple(named) if len(named) > 1 else ()


def _related(slugs: list[str], language: str) -> tuple[RelatedTopic, ...]:
    titles = {source["slug"]: source[language]["title"] for source in topic_sources() if language in source}
    return tuple(RelatedTopic(titles[slug], slug) for slug in slugs if slug in titles)


def _sections(source: Table, language: str, encyclopedia: list[EncyclopediaSource]) -> tuple[Section, ...]:
    found = [_section(table, source, language, encyclopedia) for table in source["sections"]]
    shown = [section for section in found if section.rows or section.text]
    return tuple(sorted(shown, key=lambda section: _GROUP_ORDER.index(section.group)))


def _section(table: Table, source: Table, language: str, encyclopedia: list[EncyclopediaSource]) -> Section:
    heading, group = _heading_and_group(table, language)
    handouts = [article.handout(language) for article in encyclopedia[: table.get("handouts", 0)]]
    rows = _rows(table.get("rows", ()), language) + tuple(handouts)
    rows += tuple(trial_row(term, organizations()["nis"].named(language)) for term in table.get("trials", ()))
    if "articles" in table:
        rows += article_rows(table["articles"], source[language]["title"], language)
    return Section(
        number=table["number"],
        heading=heading,
        group=group,
        rows=rows,
        subheading=WORDS[language].journal_subheading if "articles" in table else None,
        text=table.get("text", {}).get(language, ""),
    )


def _heading_and_group(table: Table, language: str) -> tuple[str, SectionGroup]:
    if "heading" in table:
        return table["heading"][language], SectionGroup(table["group"])
    entry = _ENTRY_BY_KIND[SectionKind(table["kind"])] if "kind" in table else _ENTRY_BY_NUMBER[table["number"]]
    group = table.get("group", entry.group)
    return (entry.spanish if language == "es" else entry.english)[0], SectionGroup(group or "")


def _rows(tables: list[Table], language: str) -> tuple[Row, ...]:
    made = (row_in(RowSource(**table), language, organizations()) for table in tables)
    return tuple(row for row in made if row is not None)


def _read(*names: str) -> Table:
    text = resources.files("medscrape.sample_site").joinpath("data", *names).read_text("utf-8")
    return tomllib.loads(text)
