"""A whole topic page, from top to bottom."""

from html import escape

from medscrape.sample_site.content import TopicPage, language_root, topic_path
from medscrape.sample_site.rendering import sections
from medscrape.sample_site.rendering.chrome import banner, footer, header, topic_date
from medscrape.sample_site.rendering.head import head
from medscrape.sample_site.rendering.markup import absolute, script_string, without_tags
from medscrape.sample_site.rendering.side import side
from medscrape.sample_site.rendering.templates import fill
from medscrape.sample_site.words import WORDS, Words


def topic_page(page: TopicPage, build_stamp: str) -> str:
    """The HTML of a topic page."""
    words = WORDS[page.language]
    return fill(
        "topic",
        language=page.language,
        head=head(page, words, build_stamp),
        banner=banner(words),
        header=header(words, _other_version(page)),
        breadcrumbs=_breadcrumbs(page, words),
        page_url=words.page_url,
        url=page.url,
        heading_class=' class="with-also"' if page.also_called else "",
        title=escape(page.title),
        also_called=_also_called(page, words),
        contents=sections.contents(page, words),
        main=_main(page, words),
        side=side(page, words),
        advice=words.advice,
        cite=words.cite,
        footer=footer(words, topic_date(page, words)),
        structured_data=_structured_data(page),
    ).removesuffix("\n")


def _other_version(page: TopicPage) -> str:
    other = "es" if page.language == "en" else "en"
    return absolute(topic_path(other, page.slug) if other in page.languages else language_root(other))


def _breadcrumbs(page: TopicPage, words: Words) -> str:
    return fill(
        "breadcrumbs",
        you_are_here=words.you_are_here,
        root=absolute(language_root(page.language)),
        home=words.home,
        health_topics=words.health_topics,
        title=escape(page.title),
    )


def _also_called(page: TopicPage, words: Words) -> str:
    if not page.also_called:
        return ""
    names = escape(", ".join(page.also_called))
    return f'\n{" " * 20}<span class="alsocalled">{words.also_called} {names}</span>\n{" " * 20}'


def _main(page: TopicPage, words: Words) -> str:
    rendered = [sections.section(section, words, first=position == 0) for position, section in enumerate(page.sections)]
    return sections.summary(page, words) + "".join(rendered)


def _structured_data(page: TopicPage) -> str:
    text = without_tags(sections.summary_html(page)).strip()
    picture = fill("structured_picture", picture=absolute(f"/images/{page.image}")) if page.image else ""
    return fill(
        "structured_data",
        name=script_string(page.title),
        description=script_string(page.description),
        text=script_string(text),
        picture=picture,
        url=page.url,
    ).removesuffix("\n")
