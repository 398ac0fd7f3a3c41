"""The record of one topic page."""

import hashlib
from datetime import date
from functools import partial
from typing import Any, Literal

import orjson
from pydantic import Field

from medscrape.models.base import LanguageTag, Record, Sha256, Url
from medscrape.models.link import License, NamedLink
from medscrape.models.provenance import Provenance
from medscrape.models.quality import Quality
from medscrape.models.rich_text import RichText
from medscrape.models.section import Section
from medscrape.vocabulary.sections import SectionKind

_NOT_HASHED = frozenset(
    {
        "schema_version",
        "date_created",
        "page_updated",
        "last_reviewed",
        "content_hash",
        "quality",
        "provenance",
    }
)


class Translation(Record):
    """The same page in another language."""

    language: LanguageTag
    """Language of the other page."""
    url: Url
    """Its absolute URL."""


class Image(Record):
    """The picture of a topic."""

    url: Url
    """Absolute URL of the picture."""
    alt: str
    """Its words for people who cannot see it; may be empty."""
    license: License
    """`null`: not stated."""


class Institute(Record):
    """The primary NIH organization for research on the topic."""

    name: str
    """Its name, as shown."""
    url: Url | None
    """Its home page; `null` only in records read from text dumps."""


class Topic(Record):
    """Everything one health-topic page says."""

    schema_version: Literal["1.0"]
    """Version of this schema; additions raise the minor version, nothing is renamed."""
    id: str = Field(pattern=r"^[a-z0-9.-]+/[a-z]{2,3}/[a-z0-9_-]+$")
    """`site/language/slug`, computed from the canonical URL alone."""
    url: Url
    """The page's canonical URL."""
    language: LanguageTag
    """Language of the page, `en` or `es`."""
    title: str = Field(min_length=1)
    """The topic's name: the page's `h1`."""
    description: str | None
    """One or two sentences about the page, or `null`."""
    keywords: tuple[str, ...]
    """Keywords the page declares."""
    also_called: tuple[str, ...]
    """The names behind "Also called"; the page joins them with commas, so a name that holds one may be split."""
    alternate_titles: tuple[str, ...]
    """Other titles the page declares (`DC.Title.Alternate`)."""
    mesh_headings: tuple[str, ...]
    """Medical Subject Headings the page declares (`DC.Subject.MeSH`)."""
    groups: tuple[str, ...]
    """Topic groups the page belongs to (`DC.Relation.IsPartOf`)."""
    breadcrumbs: tuple[NamedLink, ...]
    """The path from the home page, without the page itself."""
    translations: tuple[Translation, ...]
    """This page in other languages."""
    summary: RichText | None
    """The summary, or `null` when the page has none."""
    sections: tuple[Section, ...]
    """Every other titled block: main column, then side column, in page order."""
    image: Image | None
    """The topic's picture, or `null`."""
    related_topics: tuple[NamedLink, ...]
    """Topics the page names as related, in page order."""
    primary_institute: Institute | None
    """The primary NIH organization for research on the topic, or `null`."""
    date_created: date | None
    """When the page was created, or `null`."""
    page_updated: date | None
    """When the page was last updated, as it says, or `null`."""
    last_reviewed: date | None
    """When the topic was last reviewed, as it says, or `null`."""
    rss_url: Url | None
    """The topic's own feed, or `null`."""
    content_hash: Sha256
    """Changes exactly when words, links, organisations or sections do; see `content_hash_of`."""
    quality: Quality
    """What no field holds, and what looked odd."""
    provenance: Provenance
    """Where, when and how the page was read."""

    def with_provenance(self, provenance: Provenance) -> "Topic":
        """The same content with another origin."""
        return self.model_copy(update={"provenance": provenance})


def content_hash_of(record: Topic | dict[str, Any]) -> str:
    """SHA-256 of what a reader of the record would notice: words, links, organisations, sections.

    `record` is a topic, or a line of `topics.jsonl` as a dictionary. Left out: schema version, dates, quality,
    provenance and the section `journal_articles`, which the site rotates by machine. The order of sections, rows and
    related topics does not count. In Python, without medscrape:

        canon = lambda x: json.dumps(x, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        order = lambda rows: sorted(rows, key=canon)
        kept = {k: v for k, v in record.items() if k not in NOT_HASHED}
        sections = [s for s in kept["sections"] if s["kind"] != "journal_articles"]
        kept["sections"] = order({**s, "links": order(s["links"])} for s in sections)
        hash = sha256(canon({**kept, "related_topics": order(kept["related_topics"])}).encode()).hexdigest()
    """
    kept = {name: value for name, value in _fields(record).items() if name not in _NOT_HASHED}
    kept["sections"] = _in_any_order(
        section | {"links": _in_any_order(section["links"])}
        for section in map(_fields, kept["sections"])
        if section["kind"] != SectionKind.JOURNAL_ARTICLES
    )
    kept["related_topics"] = _in_any_order(kept["related_topics"])
    return hashlib.sha256(_canonical(kept)).hexdigest()


def _fields(record: Record | dict[str, Any]) -> dict[str, Any]:
    return record if isinstance(record, dict) else vars(record)


_canonical = partial(orjson.dumps, default=vars, option=orjson.OPT_SORT_KEYS)


def _in_any_order(rows: Any) -> list[orjson.Fragment]:
    return list(map(orjson.Fragment, sorted(map(_canonical, rows))))
