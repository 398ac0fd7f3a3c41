"""Where a crawl learns of topics: the pages to ask, and what they name."""

from dataclasses import dataclass

from scrapy.http import Response

from medscrape.crawling.origin import Origin
from medscrape.crawling.outcomes import header_of
from medscrape.errors import PageError
from medscrape.models import Scope
from medscrape.parsers.index import index_links, sitemap_links
from medscrape.vocabulary.sites import TopicAddress

_ABSENT = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A page that names topics."""

    path: str
    """Its path below the root of the site."""
    is_required: bool
    """Whether a crawl without it would miss too much to go on."""
    is_sitemap: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What an index page gave."""

    topics: tuple[TopicAddress, ...] = ()
    problem: str | None = None
    """What is wrong with it, as a sentence, or None."""


def index_pages(scope: Scope) -> tuple[IndexPage, ...]:
    """The pages to ask for topics, in order; none when the topics are given."""
    if scope.topics:
        return ()
    english = IndexPage("all_healthtopics.html", is_required="en" in scope.languages)
    spanish = tuple(
        IndexPage(f"spanish/{name}.html", is_required=False) for name in ("all_healthtopics", "healthtopics")
    )
    sitemap = IndexPage("sitemap.xml", is_required=False, is_sitemap=True)
    return (english, *(spanish if "es" in scope.languages else ()), sitemap)


def read_index(page: IndexPage, response: Response, origin: Origin) -> Reading:
    """The topics an index page names, each once, in its order."""
    place = response.url
    if response.status in _ABSENT and not page.is_required:
        return Reading()
    if not 200 <= response.status < 300:
        return Reading(problem=f"{place} should list the topics, but the server answers {response.status}.")
    try:
        links = sitemap_links(response.body) if page.is_sitemap else index_links(response.body, response.url)
    except PageError as error:
        return Reading(problem=f"{place} should list the topics, but {error.detail}.")
    topics = tuple(dict.fromkeys(address for link in links if (address := origin.address(link))))
    if not topics and page.is_required:
        kind = header_of(response, "Content-Type") or "no content type"
        return Reading(
            problem=f"{place} should list the topics, but it names none ({kind}, {len(response.body)} bytes)."
        )
    return Reading(topics)
