"""The side column of a topic page, box by box."""

from html import escape

from medscrape.sample_site.content import RelatedTopic, Row, TopicPage, language_root, topic_path
from medscrape.sample_site.rendering.markup import absolute
from medscrape.sample_site.rendering.templates import fill
from medscrape.sample_site.words import Words
from medscrape.vocabulary.sections import SECTION_TABLE, SectionKind

_SHOWN_AT_FIRST = 10


def side(page: TopicPage, words: Words) -> str:
    """All boxes of the side column, in the order of the real pages."""
    return "".join(
        (
            _image(page, words) if page.image else "",
            _encyclopedia(page, words) if page.encyclopedia else "",
            _related(page, words) if page.related else "",
            _newsletter(page, words) if page.reviewed else "",
            _institute(page, words) if page.institute else "",
            _other_languages(page, words) if page.other_languages else "",
            _magazine(page) if page.magazine else "",
            _disclaimers(page, words),
        )
    )


def side_heading(kind: SectionKind, language: str) -> str:
    """The heading of a kind of section as pages of a language show it."""
    entry = next(entry for entry in SECTION_TABLE if entry.kind is kind)
    return (entry.spanish if language == "es" else entry.english)[0]


def _image(page: TopicPage, words: Words) -> str:
    return fill(
        "side_image",
        heading=words.topic_image,
        picture=absolute(f"/images/{page.image}"),
        title=escape(page.title),
    )


def _encyclopedia(page: TopicPage, words: Words) -> str:
    rows = [_encyclopedia_row(row) for row in page.encyclopedia]
    more = fill(
        "side_encyclopedia_more",
        rows="".join(rows[_SHOWN_AT_FIRST:]),
        show_more=words.show_more,
        show_less=words.show_less,
    )
    return fill(
        "side_encyclopedia",
        heading=side_heading(SectionKind.MEDICAL_ENCYCLOPEDIA, page.language),
        first="".join(rows[:_SHOWN_AT_FIRST]),
        more=more if len(rows) > _SHOWN_AT_FIRST else "",
    )


def _encyclopedia_row(row: Row) -> str:
    indent = " " * 36
    link = f'<a data-sid="{row.sid}" href="{escape(row.url)}">{escape(row.title)}</a>'
    return f"{indent}<li>{link}</li>\n{indent}\n{indent}\n"


def _related(page: TopicPage, words: Words) -> str:
    rows = "".join(_related_row(topic, page.language) for topic in page.related)
    return fill("side_related", heading=words.related_topics, rows=rows)


def _related_row(topic: RelatedTopic, language: str) -> str:
    url = absolute(topic_path(language, topic.slug))
    return f'{" " * 34}<li><a href="{url}">{escape(topic.title)}</a></li>\n{" " * 32}\n'


def _newsletter(page: TopicPage, words: Words) -> str:
    return fill(
        "side_newsletter",
        heading=side_heading(SectionKind.STAY_CONNECTED, page.language),
        newsletter=words.newsletter,
        why=words.newsletter_why,
        why_url=absolute(f"{language_root(page.language)}about/newsletter/"),
    )


def _institute(page: TopicPage, words: Words) -> str:
    if page.institute is None:
        return ""
    return fill(
        "side_institute",
        heading=words.institutes,
        before=words.institute_before,
        title=escape(page.title),
        between=words.institute_between,
        url=page.institute.home,
        name=escape(page.institute.named(page.language)),
    )


def _other_languages(page: TopicPage, words: Words) -> str:
    return fill(
        "side_languages",
        heading=side_heading(SectionKind.OTHER_LANGUAGES, page.language),
        before=words.other_languages_before,
        url=absolute(f"{language_root(page.language)}languages/{page.slug}.html"),
        link=words.other_languages_link,
        between=words.other_languages_between,
        title=escape(page.title),
    )


def _magazine(page: TopicPage) -> str:
    rows = "".join(_magazine_row(row) for row in page.magazine)
    return fill("side_magazine", heading=side_heading(SectionKind.MAGAZINE, page.language), rows=rows)


def _magazine_row(row: Row) -> str:
    indent = " " * 34
    link = f'<a data-sid="{row.sid}" href="{escape(row.url)}" target="_blank">{escape(row.title)}</a>'
    return f"{indent}<li>{link}</li>\n{indent}\n{indent}\n"


def _disclaimers(page: TopicPage, words: Words) -> str:
    heading = side_heading(SectionKind.DISCLAIMERS, page.language)
    return fill("side_disclaimers", heading=heading, disclaimer=words.disclaimer)
