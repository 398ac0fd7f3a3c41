"""What a record holds of its page: words and links."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from medscrape.models import Link, Section, Topic
from medscrape.text import clean

_WORD = re.compile(r"\w+")
_LINK_IN_HTML = re.compile(r'<a href="([^"]*)"')


def words_of(text: str) -> list[str]:
    """The words of a text, in order, without regard to case.

    >>> words_of("Ages 5-15:\\u00a0años")
    ['ages', '5', '15', 'años']
    """
    return words_in(clean(text))


def words_in(line: str) -> list[str]:
    """The words of a text that is clean already."""
    return _WORD.findall(line.casefold())


class Held(NamedTuple):
    """The words a record holds, each as often as the page should show it."""

    words: Counter[str]
    inline_titles: Counter[str]
    """Titles of links that seem to stand inside running text, whose words are counted there."""


def held_by(topic: Topic) -> Held:
    """The words of a record."""
    texts = list(_texts(topic))
    inline: Counter[str] = Counter()
    for section in topic.sections:
        texts.extend(_texts_of_section(section))
        rest = f" {' '.join(words_in(section.text))} " if section.text else ""
        for link in section.links:
            title = " ".join(words_in(link.title)) if rest else ""
            _, found, after = rest.partition(f" {title} ")
            if title and found and _is_bare(link):
                inline[title] += 1
                rest = f" {after}"
            else:
                texts.append(link.title)
    return Held(Counter(words_in("\n".join(texts))), inline)


def _texts(topic: Topic) -> Iterator[str]:
    yield topic.title
    yield from topic.also_called
    for crumb in topic.breadcrumbs:
        yield crumb.title
    if topic.summary:
        yield topic.summary.text
        for source in topic.summary.attribution:
            yield source.name
    for related in topic.related_topics:
        yield related.title
    if topic.primary_institute:
        yield topic.primary_institute.name
    yield from topic.quality.unmapped_text


def _texts_of_section(section: Section) -> Iterator[str]:
    yield section.heading or ""
    yield section.subheading or ""
    yield section.text or ""
    for link in section.links:
        yield from link.organizations
        yield from link.notes


def _is_bare(link: Link) -> bool:
    return not (link.organizations or link.notes or link.labels or link.alternates)


def links_of(topic: Topic) -> set[str]:
    """Every URL that a record leads to."""
    urls: set[str | None] = {topic.url}
    urls.update(crumb.url for crumb in topic.breadcrumbs)
    urls.update(related.url for related in topic.related_topics)
    urls.update(translation.url for translation in topic.translations)
    if topic.primary_institute:
        urls.add(topic.primary_institute.url)
    if topic.summary:
        urls.update(source.url for source in topic.summary.attribution)
        urls.update(map(unescape, _LINK_IN_HTML.findall(topic.summary.html)))
    for section in topic.sections:
        for link in section.links:
            urls.add(link.url)
            urls.update(alternate.url for alternate in link.alternates)
    return {url for url in urls if url}
