"""What stands around every page of the site: banner, header, footer."""

from medscrape.sample_site.content import TopicPage, language_root
from medscrape.sample_site.rendering.markup import absolute
from medscrape.sample_site.rendering.templates import fill
from medscrape.sample_site.words import Words, written_date


def banner(words: Words) -> str:
    """The banner above the header, whose drawing of a lock has a title of its own."""
    return fill("banner", skip=words.skip, library=words.library)


def header(words: Words, other_version: str) -> str:
    """The header: logo, menu, search, and the toggle to the other language."""
    return fill(
        "header",
        home=absolute(language_root(words.language)),
        library=words.library,
        menu=_items(words, _menu(words), indent=28),
        search=words.search,
        other=other_version,
        toggle=words.toggle,
    )


def footer(words: Words, date: str = "") -> str:
    """The footer; topic pages say in it when they were last updated."""
    places = ((words.about, "about/"), (words.whats_new, "whatsnew/"), (words.site_map, "sitemap.html"))
    return fill("footer", links=_items(words, places, indent=28), date=date)


def topic_date(page: TopicPage, words: Words) -> str:
    """The date of a topic page: "Last updated …", on the older template also "Topic last reviewed: …"."""
    if page.reviewed is None:
        updated = written_date(page.updated, page.language)
        return fill("topic_date", spans=f'<span id="lastupdate">{words.updated} {updated}</span>')
    updated = written_date(page.updated, page.language, month_first=False)
    reviewed = written_date(page.reviewed, page.language, month_first=False)
    spans = (
        f'<span id="lastupdate">{words.updated_before_2025} {updated}</span> '
        f'<span id="lastreview">{words.reviewed} {reviewed}</span>'
    )
    return fill("topic_date", spans=spans)


def _menu(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (words.health_topics, "healthtopics.html"),
        (words.drugs, "druginformation.html"),
        (words.genetics, "genetics/"),
        (words.tests, "lab-tests/"),
        (words.encyclopedia, "encyclopedia.html"),
    )


def _items(words: Words, places: tuple[tuple[str, str], ...], indent: int) -> str:
    root = absolute(language_root(words.language))
    return "".join(f'{" " * indent}<li><a href="{root}{path}">{name}</a></li>\n' for name, path in places)
