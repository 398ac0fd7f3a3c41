"""Topics in pieces for retrieval: small texts that say where they stand, with ids that stay.

An id names the place: `medlineplus/en/asthma#summary/what_is_asthma`. What stands elsewhere on the page can change
without touching it. Left out are journal articles, which the site rotates by machine, and boxes that say the same on
every page.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal, NamedTuple

import orjson

from medscrape.exporting.headings import headings_of, passages_of
from medscrape.exporting.licence import credit_of
from medscrape.exporting.records import PublicDomainTopic
from medscrape.exporting.splitting import pieces_of
from medscrape.models import PUBLIC_DOMAIN, License, Link, Record, RichText, Section, Topic
from medscrape.models.base import LanguageTag, Sha256, Url
from medscrape.text import snake_case
from medscrape.vocabulary.sections import SectionKind

LIMIT = 1_500
"""The most characters of a chunk's text: about 400 tokens, which every common embedding model takes."""

_LEFT_OUT = frozenset(
    {
        SectionKind.JOURNAL_ARTICLES,
        SectionKind.OTHER_LANGUAGES,
        SectionKind.DISCLAIMERS,
        SectionKind.STAY_CONNECTED,
    }
)


class Part(StrEnum):
    """Which part of a topic a chunk comes from."""

    SUMMARY = "summary"
    NAMES = "names"
    TEXT = "text"
    LINKS = "links"


class Chunk(Record):
    """A piece of a topic for retrieval. No value is `null`, so that readers which guess types guess right."""

    id: str
    """The topic's id, `#`, and the place on the page; it stays while the place does."""
    topic_id: str
    """Id of the topic."""
    part: Part
    """`summary`, `names` (other names of the topic), `text` (running text of a section), `links` (its rows)."""
    heading_path: tuple[str, ...]
    """The headings the text stands below, beginning with the topic's title."""
    text: str
    """At most 1,500 characters, cut between paragraphs, lines or sentences."""
    language: LanguageTag
    """Language of the text."""
    license: Literal["public-domain", "unknown"]
    """`public-domain` for MedlinePlus summaries, else `unknown`."""
    credit: str
    """The line to show where the text is reused; empty where there is nothing to claim."""
    url: Url
    """The topic's canonical URL."""
    content_hash: Sha256
    """SHA-256 of everything above but `id`: while it stays, there is nothing to embed again."""


class _Place(NamedTuple):
    """Words on their way into chunks."""

    part: Part
    steps: tuple[str, ...]
    """The place on the page, for the id."""
    headings: tuple[str, ...]
    text: str
    license: License = None


def chunks_of(topic: Topic | PublicDomainTopic) -> Iterator[Chunk]:
    """The chunks of a topic, in page order; of a summary in the public domain, where no more is given."""
    met: Counter[str] = Counter()
    for place in _places(topic):
        anchor = "/".join(snake_case(step) or "_" for step in place.steps)
        met[anchor] += 1
        if met[anchor] > 1:
            anchor = f"{anchor}~{met[anchor]}"
        for number, text in enumerate(pieces_of(place.text, LIMIT), start=1):
            yield _chunk(topic, place, anchor if number == 1 else f"{anchor}:{number}", text)


def _chunk(topic: Topic | PublicDomainTopic, place: _Place, anchor: str, text: str) -> Chunk:
    credit = topic.credit if isinstance(topic, PublicDomainTopic) else credit_of(topic)
    is_public = place.license == PUBLIC_DOMAIN
    content = {
        "topic_id": topic.id,
        "part": place.part,
        "heading_path": (topic.title, *place.headings),
        "text": text,
        "language": topic.language,
        "license": PUBLIC_DOMAIN if is_public else "unknown",
        "credit": (credit or "") if is_public else "",
        "url": topic.url,
    }
    digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return Chunk.model_validate({"id": f"{topic.id}#{anchor}", **content, "content_hash": digest})


def _places(topic: Topic | PublicDomainTopic) -> Iterator[_Place]:
    if summary := topic.summary:
        headings = headings_of(summary) if isinstance(summary, RichText) else summary.headings
        for path, text in passages_of(summary.text, headings):
            yield _Place(Part.SUMMARY, ("summary", *path), path, text, summary.license)
    if isinstance(topic, Topic):
        if topic.also_called:
            yield _Place(Part.NAMES, ("names",), (), "\n".join(topic.also_called))
        for section in topic.sections:
            if section.kind not in _LEFT_OUT:
                yield from _places_of(section)


def _places_of(section: Section) -> Iterator[_Place]:
    is_known = section.kind is not SectionKind.OTHER
    step = section.kind.value if is_known else section.heading or section.kind.value
    headings = (section.heading,) if section.heading else ()
    if section.text:
        yield _Place(Part.TEXT, ("text", step), headings, section.text, section.license)
    if section.links:
        rows = "\n".join(_row(link) for link in section.links)
        yield _Place(Part.LINKS, ("links", step), headings, rows, section.license)


def _row(link: Link) -> str:
    """A link as a line.

    >>> from medscrape.models import Link
    >>> values = dict.fromkeys(Link.model_fields, ()) | {"title": "Tonsils", "organizations": ("NIH", "AAP")}
    >>> _row(Link.model_construct(**values))
    '- Tonsils (NIH, AAP)'
    """
    return f"- {link.title} ({', '.join(link.organizations)})" if link.organizations else f"- {link.title}"
