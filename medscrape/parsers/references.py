"""What a link's URL identifies, read from the URL alone."""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote_plus, urlsplit

from medscrape.models import Reference, ReferenceKind
from medscrape.text import clean
from medscrape.vocabulary.sites import SITES, site_path, topic_address

_NUMBER = re.compile(r"/(?:pubmed/)?(\d+)/?")
_TRIAL = re.compile(r"/(?:(?:ct2/)?show|study)/(NCT\d+)/?.*", re.IGNORECASE)
_PART = re.compile(r"(?:/spanish)?/(?P<part>[a-z-]+)/(?P<rest>.*[^/])/?")
_EXTENSION = re.compile(r"\.html?$")

_PARTS = {
    "ency": ReferenceKind.ENCYCLOPEDIA,
    "druginfo": ReferenceKind.DRUG,
    "genetics": ReferenceKind.GENETICS,
    "genetica": ReferenceKind.GENETICS,
    "lab-tests": ReferenceKind.MEDICAL_TEST,
    "pruebas-de-laboratorio": ReferenceKind.MEDICAL_TEST,
}


@lru_cache(maxsize=16384)  # the same resources are linked from many pages, and twice from one
def reference_of(url: str) -> Reference | None:
    """What a URL identifies, or None.

    >>> reference_of("https://www.ncbi.nlm.nih.gov/pubmed/40950832").id
    '40950832'
    >>> reference_of("https://medlineplus.gov/spanish/ency/article/000986.htm").id
    'article/000986'
    """
    host = url.split("/", 3)[2].lower() if url.count("/") > 2 else ""
    if reader := _READERS.get(host.removeprefix("www.")):
        return reader(url)
    return _on_site(url) if host in _SITE_HOSTS else None


def _pubmed(url: str) -> Reference | None:
    path = urlsplit(url).path
    if match := _NUMBER.fullmatch(path):
        return Reference(kind=ReferenceKind.PUBMED_ARTICLE, id=match[1], query=None)
    query = _first(url, "term", "cmd_search")
    if query and path in {"/", "", "/pubmed", "/pubmed/", "/sites/entrez", "/entrez/query.fcgi"}:
        return Reference(kind=ReferenceKind.PUBMED_SEARCH, id=None, query=query)
    return None


def _trials(url: str) -> Reference | None:
    if match := _TRIAL.fullmatch(urlsplit(url).path):
        return Reference(kind=ReferenceKind.CLINICAL_TRIAL, id=match[1].upper(), query=None)
    query = _first(url, "cond", "term", "intr", "condition")
    return Reference(kind=ReferenceKind.CLINICAL_TRIALS_SEARCH, id=None, query=query) if query else None


def _on_site(url: str) -> Reference | None:
    if address := topic_address(url.partition("#")[0]):
        return Reference(kind=ReferenceKind.TOPIC, id=address.id, query=None)
    match = _PART.fullmatch(site_path(url))
    if match and (kind := _PARTS.get(match["part"])):
        return Reference(kind=kind, id=_EXTENSION.sub("", match["rest"]), query=None)
    return None


def _first(url: str, *names: str) -> str | None:
    """The first of these query parameters that has a value, decoded."""
    pairs = [pair.partition("=") for pair in url.partition("#")[0].partition("?")[2].split("&")]
    found = {name: value for name, _, value in reversed(pairs) if name in names and value}
    return next((clean(unquote_plus(found[name])) for name in names if name in found), None) or None


_READERS: dict[str, Callable[[str], Reference | None]] = {
    "pubmed.ncbi.nlm.nih.gov": _pubmed,
    "ncbi.nlm.nih.gov": _pubmed,
    "clinicaltrials.gov": _trials,
}
_SITE_HOSTS = frozenset(base.partition("/")[0] for site in SITES for base in site.bases)
