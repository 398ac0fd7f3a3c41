"""What the invented pages say, as data: one `TopicPage` per topic and language."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from medscrape.vocabulary.sections import SectionGroup
from medscrape.vocabulary.sites import SAMPLE


class Picture(StrEnum):
    """A small picture beside a link, named as in the content files."""

    NIH = "nih"
    VIDEO = "video"
    EASY = "easy"
    INFOGRAPHIC = "infographic"


@dataclass(frozen=True, slots=True)
class Organization:
    """An invented publisher of health information; `code` marks one of the invented institutes."""

    name: str
    nombre: str
    host: str
    code: str | None = None

    def named(self, language: str) -> str:
        """Its name as a page in this language shows it."""
        return self.nombre if language == "es" else self.name

    @property
    def home(self) -> str:
        """Its home page."""
        return f"https://www.{self.host}/"


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same resource in another language, below its link."""

    language: str
    url: str
    sid: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list of links."""

    title: str
    url: str
    sid: int
    organizations: tuple[str, ...] = ()
    institutes: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    note: str | None = None
    alternates: tuple[Alternate, ...] = ()
    new: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A titled list of links in the main column; `text` is HTML above the list."""

    number: int
    heading: str
    group: SectionGroup
    rows: tuple[Row, ...]
    subheading: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class RelatedTopic:
    """A topic that a page names as related."""

    title: str
    slug: str


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One health-topic page in one language."""

    slug: str
    language: str
    title: str
    marketing_title: str
    description: str
    created: date
    updated: date
    languages: tuple[str, ...]
    """The languages that the page names as its own versions, its own included."""
    sections: tuple[Section, ...]
    summary: str | None = None
    attribution: str | None = None
    keywords: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    alternate_titles: tuple[str, ...] = ()
    mesh_headings: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    image: str | None = None
    encyclopedia: tuple[Row, ...] = ()
    related: tuple[RelatedTopic, ...] = ()
    institute: Organization | None = None
    magazine: tuple[Row, ...] = ()
    other_languages: bool = False
    has_contents: bool = True
    """Whether the page has a table of contents; small ones do without."""
    reviewed: date | None = None
    """Set on pages of the older template, which also invite to a newsletter."""

    @property
    def url(self) -> str:
        """Its canonical URL."""
        return SAMPLE.topic_url(self.language, self.slug)

    @property
    def path(self) -> str:
        """Its path on the server."""
        return topic_path(self.language, self.slug)

    @property
    def id(self) -> str:
        """The id of its record."""
        return f"{SAMPLE.name}/{self.language}/{self.slug}"

    @property
    def feed_path(self) -> str:
        """The path of its own feed."""
        return f"{language_root(self.language)}feeds/topics/{self.slug}.xml"


def language_root(language: str) -> str:
    """The path below which the pages of a language live.

    >>> language_root("es")
    '/spanish/'
    """
    return "/spanish/" if language == "es" else "/"


def topic_path(language: str, slug: str) -> str:
    """The path of a topic page.

    >>> topic_path("es", "glimmerfever")
    '/spanish/glimmerfever.html'
    """
    return f"{language_root(language)}{slug}.html"
