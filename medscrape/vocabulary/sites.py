"""The sites we know by name: their addresses, and which URL is a topic page of which site.

A topic's identity comes from its canonical URL alone, so every rule about URLs of topics stands here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_TOPIC_PATH = re.compile(r"/(?P<spanish>spanish/)?(?P<slug>[A-Za-z0-9][A-Za-z0-9_-]{0,199})\.html")
_INDEX_SLUG = re.compile(r"(all_)?healthtopics(_[a-z0-9-]+)?")
# Nearly all links on a page are absolute and clean already; userinfo needs a closer look.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.:-]+(?:[/?#][A-Za-z0-9!#$%&'()*+,./:;=?@_~|\[\]-]*)?")
_NOT_IN_HOST = re.compile(r"[\s\\]")
_TRACKING = re.compile(r"utm_[a-z_]+|gclid|fbclid|mc_cid|mc_eid")

# Pages of the site itself that share the form of a topic URL.
_SITE_PAGES = frozenset(
    """
    about accessibility contact copyright criteria customize directories disclaimers druginformation
    encyclopedia faq games index medlineplus news organizations otherlanguages plugins privacy recipes rss
    search sitemap supplements understandingmedicalwords videos whatsnew
    """.split()
)


@dataclass(frozen=True, slots=True)
class TopicAddress:
    """Where a topic page lives: the site, the language and the slug; together they are its identity."""

    site: str
    language: str
    slug: str

    @property
    def id(self) -> str:
        """The record id, such as `medlineplus/en/tonsillitis`."""
        return f"{self.site}/{self.language}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Site:
    """A site with pages of this kind."""

    name: str
    home: str
    """Root URL, with a trailing slash; every canonical URL starts with it."""
    bases: tuple[str, ...]
    """Host and path prefixes, without scheme, under which the same pages are or were served."""
    license: str | None
    """The licence of the site's own summaries, or None when it is unknown."""
    credit: str | None = None
    """The credit line that the site asks for, or None."""

    def topic_url(self, language: str, slug: str) -> str:
        """The canonical URL of a topic.

        >>> MEDLINEPLUS.topic_url("es", "asthma")
        'https://medlineplus.gov/spanish/asthma.html'
        """
        return f"{self.home}{'spanish/' if language == 'es' else ''}{slug}.html"

    def address(self, url: str) -> TopicAddress | None:
        """The identity behind a URL of this site that has the form of a topic URL, or None.

        >>> MEDLINEPLUS.address("http://www.nlm.nih.gov/medlineplus/spanish/Asthma.html").id
        'medlineplus/es/asthma'
        >>> MEDLINEPLUS.address("https://medlineplus.gov/ency/article/000141.htm") is None
        True
        """
        path = self.path_of(url)
        match = _TOPIC_PATH.fullmatch(path) if path else None
        if not match:
            return None
        slug = match["slug"].lower()
        if slug in _SITE_PAGES or _INDEX_SLUG.fullmatch(slug):
            return None
        return TopicAddress(self.name, "es" if match["spanish"] else "en", slug)

    def path_of(self, url: str) -> str | None:
        """The path of a URL below this site's root, with a leading slash, or None for another site's URL.

        >>> MEDLINEPLUS.path_of("http://www.nlm.nih.gov/medlineplus/ency/a.htm?x=1"), MEDLINEPLUS.path_of("http://a.org/")
        ('/ency/a.htm', None)
        """
        site, path = _place_of(url)
        return path if site is self else None


CREDIT = "Source: MedlinePlus, National Library of Medicine"
"""The credit line that MedlinePlus asks for."""

MEDLINEPLUS = Site(
    "medlineplus",
    "https://medlineplus.gov/",
    ("medlineplus.gov", "www.medlineplus.gov", "www.nlm.nih.gov/medlineplus", "nlm.nih.gov/medlineplus"),
    "public-domain",
    CREDIT,
)
SAMPLE = Site("sample", "https://sample.invalid/", ("sample.invalid",), None)
SITES: tuple[Site, ...] = (MEDLINEPLUS, SAMPLE)


_BY_HOST: dict[str, tuple[Site, str]] = {
    host: (site, slash + folder)
    for site in SITES
    for base in site.bases
    for host, slash, folder in [base.partition("/")]
}


def _place_of(url: str) -> tuple[Site | None, str]:
    """The known site a URL belongs to, and its path there."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    found = _BY_HOST.get(host.lower())
    if found is None or scheme.lower() not in {"http", "https"}:
        return None, ""
    site, folder = found
    place = slash + path.partition("#")[0].partition("?")[0]
    if folder and place[: len(folder) + 1].lower() not in {folder, f"{folder}/"}:
        return None, ""
    return site, place[len(folder) :] or "/"


def site_of(url: str) -> Site | None:
    """The known site that a URL belongs to, or None."""
    return _place_of(url)[0]


def site_path(url: str) -> str:
    """The path of a known site's URL below that site's root; empty for any other URL."""
    return _place_of(url)[1]


@lru_cache(maxsize=8192)
def topic_address(url: str) -> TopicAddress | None:
    """The identity behind the URL of a topic page of any known site, or None.

    >>> topic_address("https://medlineplus.gov/tonsillitis.html").id
    'medlineplus/en/tonsillitis'
    """
    site = site_of(url)
    return site.address(url) if site else None


def address_of(url: str, language: str | None) -> TopicAddress:
    """The identity behind any page URL: of a known site by its rules, else from host, declared language and last step.

    >>> address_of("https://www.health.example/topics/Asthma.html", "es").id
    'health.example/es/asthma'
    """
    if address := topic_address(url):
        return address
    parts = urlsplit(url)
    site = site_of(url)
    host = site.name if site else re.sub(r"[^a-z0-9.-]+", "-", parts.hostname or "unknown").removeprefix("www.")
    last = parts.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    slug = re.sub(r"[^a-z0-9_-]+", "-", last.lower()).strip("-") or "index"
    spanish = "/spanish/" in parts.path
    return TopicAddress(host, "es" if spanish else language or "en", slug)


def absolute(href: str, base: str) -> str | None:
    """A link's absolute URL without tracking parameters, or None when it is no link that a reader could follow safely.

    Only http, https, mailto, tel and ftp links are kept (RFC 3986 section 5 resolves relative ones). Credentials are
    dropped (RFC 9110 section 4.2.4).

    >>> absolute(" /a b.html?utm_source=x&id=1#top ", "https://medlineplus.gov/x.html")
    'https://medlineplus.gov/a%20b.html?id=1#top'
    >>> absolute("javascript:alert(1)", "https://medlineplus.gov/") is None
    True
    """
    if _PLAIN_URL.fullmatch(href) and "utm_" not in href and "clid=" not in href and "mc_" not in href:
        return href
    if not href or href.isspace() or href.strip() in {"http://", "https://"}:
        return None
    return _absolute_slowly(href.replace("\n", "").replace("\t", "").replace("\r", "").strip(), base)


_LONGEST_HOST = 260
"""A name has 253 characters at most (RFC 1035), a port six."""


def _absolute_slowly(raw: str, base: str) -> str | None:
    before, mark, after = raw.partition("?")
    try:
        # Browsers take a backslash for a slash, and so would see another host in `http://a.org\@b.org/`.
        parts = urlsplit(urljoin(base, before.replace("\\", "/") + mark + after))
    except ValueError:
        return None
    safe = "/%:@!$&'()*+,;=~-._"
    if parts.scheme in {"mailto", "tel"}:
        is_one = not parts.netloc and not parts.path.startswith("/") and (parts.path or parts.query)
        return quote(parts.geturl(), safe + "?[]|#") if is_one else None
    host = normalize("NFC", parts.netloc.rpartition("@")[2][: _LONGEST_HOST + 1])
    if len(host) > _LONGEST_HOST:
        return None
    if parts.scheme not in {"http", "https", "ftp"} or not host or not host.isprintable() or _NOT_IN_HOST.search(host):
        return None
    return urlunsplit(
        (
            parts.scheme,
            host,
            quote(parts.path, safe),
            quote(_without_tracking(parts.query), safe + "?[]|"),
            quote(parts.fragment, safe + "?"),
        )
    )


def _without_tracking(query: str) -> str:
    """A query without tracking parameters; the others stay letter for letter."""
    return "&".join(pair for pair in query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0]))
