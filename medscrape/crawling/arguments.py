"""What a crawl was asked for: read once, at the door, from the strings of a command line."""

import re
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from medscrape.errors import UsageError
from medscrape.models import Scope, Source
from medscrape.text import clean
from medscrape.vocabulary.sites import SITES, Site

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,199}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_LANGUAGES = ("en", "es")
_USUAL_PORTS = {"http": 80, "https": 443}


def _names(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    names = [name.strip() for name in raw.split(",")]
    if not all(names):
        raise ValueError("is a list of names with commas between them, and none may be empty")
    return tuple(dict.fromkeys(names))


def _whole_number(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    if not _WHOLE_NUMBER.fullmatch(raw) or int(raw) < 1:
        raise ValueError(f"is a whole number from 1 up, not {raw!r}")
    return int(raw)


def _known_site(name: str) -> str:
    if name not in _sites():
        raise ValueError(f"is one of {_listed(_sites())}, not {name!r}")
    return name


def _known_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [language for language in languages if language not in _LANGUAGES]
    if unknown:
        raise ValueError(f"is a list of {_listed(_LANGUAGES)}, not {unknown[0]!r}")
    return tuple(language for language in _LANGUAGES if language in languages)


def _slugs(topics: tuple[str, ...]) -> tuple[str, ...]:
    slugs = tuple(topic.lower() if topic.isascii() else topic for topic in topics)
    for slug in slugs:
        if not _SLUG.fullmatch(slug):
            raise ValueError(f"takes names as in a page's address, such as 'asthma' for /asthma.html, not {slug!r}")
    return tuple(dict.fromkeys(slugs))


def _reason(raw: str | None) -> str | None:
    if raw is not None and not clean(raw):
        raise ValueError("takes the reason why a release that a gate holds shall come out all the same")
    return raw if raw is None else clean(raw)


def _root_url(raw: str) -> str:
    try:
        parts = urlsplit(raw)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not raw.isascii() or not raw.isprintable() or " " in raw or not _is_plain_root(parts):
        raise ValueError(f"is the http or https root of a mirror, such as http://127.0.0.1:8000/, not {raw!r}")
    place = f"[{host}]" if ":" in host else host
    shown = "" if port in {None, _USUAL_PORTS[parts.scheme]} else f":{port}"
    return f"{parts.scheme}://{place}{shown}{parts.path.rstrip('/')}/"


def _is_plain_root(parts: SplitResult) -> bool:
    extras = parts.query or parts.fragment or parts.username or parts.password
    return parts.scheme in {"http", "https"} and not extras and ".." not in parts.path


class CrawlArguments(BaseModel):
    """The arguments of a crawl, checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    site: Annotated[str, AfterValidator(_known_site)] = "medlineplus"
    base_url: Annotated[str | None, AfterValidator(lambda raw: None if raw is None else _root_url(raw))] = None
    topics: Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_slugs)] = ()
    languages: Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_known_languages)] = _LANGUAGES
    limit: Annotated[int | None, BeforeValidator(_whole_number)] = None
    edition: Annotated[int | None, BeforeValidator(_whole_number)] = None
    accept: Annotated[str | None, AfterValidator(_reason)] = None
    """Why the release shall come out although a gate holds it."""

    @model_validator(mode="after")
    def _agree(self) -> "CrawlArguments":
        if self.edition is not None and not self.runs_sample_server:
            raise ValueError("edition belongs to the embedded sample site: add site=sample, without base_url")
        own_pages = [slug for slug in self.topics if not self._site.address(self._site.topic_url("en", slug))]
        if own_pages:
            raise ValueError(f"topics: {own_pages[0]!r} is a page of the site itself, not a topic")
        return self

    @classmethod
    def parse(cls, raw: Mapping[str, str]) -> "CrawlArguments":
        """The arguments behind the strings of a command line; a `UsageError` says what is wrong with them.

        >>> CrawlArguments.parse({"languages": "es,en", "limit": "5"}).languages
        ('en', 'es')
        """
        unknown = sorted(set(raw) - set(cls.model_fields))
        if unknown:
            raise UsageError(f"Unknown argument {unknown[0]!r}; the arguments are {_listed(sorted(cls.model_fields))}.")
        try:
            return cls.model_validate(dict(raw))
        except ValidationError as error:
            raise UsageError(_sentence(error)) from None

    @property
    def _site(self) -> Site:
        return _sites()[self.site]

    @property
    def target(self) -> Site:
        """The site whose identity the records carry."""
        return self._site

    @property
    def mirror(self) -> str | None:
        """Root URL of the mirror, or None for the site itself."""
        return None if self.base_url is None or self._site.path_of(self.base_url) == "/" else self.base_url

    @property
    def runs_sample_server(self) -> bool:
        """Whether the program itself serves the pages."""
        return self.site == "sample" and self.base_url is None

    @property
    def scope(self) -> Scope:
        """Which part of the site is asked for."""
        return Scope(languages=self.languages, topics=self.topics, limit=self.limit)

    @property
    def source(self) -> Source:
        """Where the pages come from."""
        return Source(site=self.site, mirror=self.mirror)


def _sites() -> dict[str, Site]:
    return {site.name: site for site in SITES}


def _listed(names: Any) -> str:
    return ", ".join(names)


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{name} {message}." if name else f"{message}."
