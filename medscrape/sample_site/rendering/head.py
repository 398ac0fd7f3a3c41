"""The head of a topic page."""

from html import escape

from medscrape.sample_site.content import TopicPage, topic_path
from medscrape.sample_site.rendering.markup import absolute, meta
from medscrape.sample_site.rendering.templates import fill
from medscrape.sample_site.words import Words

_INDENT = " " * 8


def head(page: TopicPage, words: Words, build_stamp: str) -> str:
    """The head: canonical link, versions, Dublin Core, share pictures, feed, marketing title, build stamp."""
    picture = page.image.replace(".jpg", "_share.jpg") if page.image else "sample_share.jpg"
    return fill(
        "head",
        url=page.url,
        alternates="".join(_alternate(page, language) for language in page.languages),
        description=escape(page.description),
        keywords=_keywords(page),
        dublin_core=_dublin_core(page, words),
        marketing=escape(page.marketing_title),
        share_picture=absolute(f"/images/{picture}"),
        title=escape(page.title),
        feed=absolute(page.feed_path),
        build_stamp=build_stamp,
    )


def _alternate(page: TopicPage, language: str) -> str:
    url = absolute(topic_path(language, page.slug))
    return f'{_INDENT}<link rel="alternate" hreflang="{language}" href="{url}" />\n'


def _keywords(page: TopicPage) -> str:
    if not page.keywords:
        return ""
    return f'{_INDENT}<meta name="keywords" content="{escape(", ".join(page.keywords))}" />\n'


def _dublin_core(page: TopicPage, words: Words) -> str:
    lists = (
        _repeated("DC.Title.Alternate", page.alternate_titles)
        + _repeated("DC.Subject.MeSH", page.mesh_headings)
        + _repeated("DC.Relation.IsPartOf", page.groups)
    )
    single = (
        ("DC.Identifier.URL", page.url),
        ("DC.Publisher", words.library),
        ("DC.Language", words.dublin_core_language),
        ("DC.Type", "Text"),
        ("DC.Date.Modified", page.updated.isoformat()),
        ("NLMDC.Date.Modified.Major", ""),
        ("DC.Date.Created", page.created.isoformat()),
    )
    rest = "\n".join(_INDENT + meta(name, content) for name, content in single)
    return f"{_INDENT}{meta('DC.Title', page.title)}\n{_INDENT}\n{lists}{rest}"


def _repeated(name: str, contents: tuple[str, ...]) -> str:
    return "".join(f"{_INDENT}{meta(name, content)}\n{_INDENT}\n" for content in contents) + f"{_INDENT}\n"
