"""From a row as the content files write it, in both languages at once, to the row that a page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zlib import crc32

from medscrape.sample_site.content import Alternate, Organization, Picture, Row, language_root
from medscrape.sample_site.words import WORDS
from medscrape.text import fold
from medscrape.vocabulary.sites import SAMPLE

_ENCYCLOPEDIA = {"en": "Medical Encyclopedia", "es": "Enciclopedia médica"}


@dataclass(frozen=True, slots=True)
class RowSource:
    """A row of a content file; without a title in a language it is not on the pages of that language."""

    en: str | None = None
    es: str | None = None
    org: list[str] = field(default_factory=list)
    """Keys of `organizations.toml`; the first one's host is where the link leads unless `url` says otherwise."""
    url: str | None = None
    url_es: str | None = None
    pictures: list[str] = field(default_factory=list)
    note: str | None = None
    """Words after the organizations; `both` stands for "In English and Spanish"."""
    also: dict[str, str] = field(default_factory=dict)
    """Further languages and where their versions are."""
    new: bool = False
    nih: bool | None = None
    """Overrides whether the mark is shown; else it is when an organization is an institute."""
    codes: list[str] | None = None
    """Overrides the institute codes."""

    def title(self, language: str) -> str | None:
        """Its title in a language."""
        return self.es if language == "es" else self.en

    def address(self, language: str, organizations: Mapping[str, Organization]) -> str:
        """Where it leads in a language."""
        if language == "es" and self.url_es:
            return _absolute(self.url_es)
        if self.url:
            return _absolute(self.url, "en" if self.note == "both" else language)
        return made_up_url(organizations[self.org[0]], language, self.title(language) or "")


@dataclass(frozen=True, slots=True)
class EncyclopediaSource:
    """An article of the invented encyclopedia; `page` is its path without extension."""

    page: str
    en: str
    es: str

    def row(self, language: str) -> Row:
        """The row that leads to it from the box in the side column."""
        url = _absolute(f"/ency/{self.page}.htm", language)
        return Row(self.es if language == "es" else self.en, url, sid_of(url))

    def handout(self, language: str) -> Row:
        """The row that leads to it from "Patient Handouts"."""
        row, other = self.row(language), self.row(other_language(language))
        alternate = Alternate(other_language(language), other.url, other.sid)
        return Row(row.title, row.url, row.sid, (_ENCYCLOPEDIA[language],), alternates=(alternate,))


def row_in(source: RowSource, language: str, organizations: Mapping[str, Organization]) -> Row | None:
    """The row as a page in this language shows it, or None when it has none."""
    title = source.title(language)
    if title is None:
        return None
    publishers = [organizations[key] for key in source.org]
    codes = [each.code for each in publishers if each.code] if source.codes is None else source.codes
    marked = bool(codes) if source.nih is None else source.nih
    url = source.address(language, organizations)
    return Row(
        title=title,
        url=url,
        sid=sid_of(url),
        organizations=tuple(each.named(language) for each in publishers),
        institutes=tuple(codes),
        pictures=(Picture.NIH,) * marked + tuple(map(Picture, source.pictures)),
        note=WORDS[language].both_languages if source.note == "both" else source.note,
        alternates=_alternates(source, language, organizations),
        new=source.new,
    )


def made_up_url(organization: Organization, language: str, title: str) -> str:
    """A page of an organization, named after its title.

    >>> made_up_url(Organization("Brightside", "Brillo", "brightside.example"), "en", "Kites: Why?")
    'https://www.brightside.example/en/kites-why'
    """
    return f"{organization.home}{language}/{fold(title).replace(' ', '-')}"


def sid_of(url: str) -> int:
    """The site's record id of a link: a number that stays the same.

    >>> sid_of("https://sample.invalid/ency/article/900101.htm")
    47778
    """
    return crc32(url.encode()) % 190_000 + 1_000


def other_language(language: str) -> str:
    """English for Spanish, Spanish for English."""
    return "en" if language == "es" else "es"


def _alternates(source: RowSource, language: str, organizations: Mapping[str, Organization]) -> tuple[Alternate, ...]:
    here, other = source.address(language, organizations), other_language(language)
    versions = dict(source.also)
    if source.title(other) is not None:
        versions = {other: source.address(other, organizations)} | versions
    return tuple(Alternate(tag, url, sid_of(url)) for tag, url in versions.items() if url != here)


def _absolute(url: str, language: str = "en") -> str:
    return f"{SAMPLE.home[:-1]}{language_root(language)}{url[1:]}" if url.startswith("/") else url
