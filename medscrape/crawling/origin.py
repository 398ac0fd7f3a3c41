"""Where the pages of a site are fetched from: the site itself, a mirror, or the embedded sample server."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from medscrape.vocabulary.sites import Site, TopicAddress


@dataclass(frozen=True, slots=True)
class Origin:
    """A site and the root that its pages are fetched from; no request goes anywhere else.

    >>> from medscrape.vocabulary.sites import MEDLINEPLUS
    >>> mirror = Origin(MEDLINEPLUS, "http://127.0.0.1:8000/")
    >>> mirror.fetch_url("https://medlineplus.gov/asthma.html?a=1")
    'http://127.0.0.1:8000/asthma.html?a=1'
    >>> mirror.canonical_url("http://127.0.0.1:8000/spanish/Asthma.html")
    'https://medlineplus.gov/spanish/asthma.html'
    """

    site: Site
    root: str
    """Root URL with a trailing slash."""

    @property
    def is_live(self) -> bool:
        """Whether pages come from the site itself."""
        return self.root == self.site.home

    @property
    def is_loopback(self) -> bool:
        """Whether pages come from this machine."""
        host = urlsplit(self.root).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def robots_url(self) -> str:
        """Where the rules for this origin stand (RFC 9309 section 2.3)."""
        return _robots_url(self.root)

    def page(self, path: str) -> str:
        """The URL to fetch a page of the site from, given its path below the root, without a leading slash."""
        return self.root + path

    def fetch_url(self, url: str) -> str | None:
        """Where to fetch a URL of the site or of its mirror, or None for a URL of another site."""
        if self.allows(url):
            return url.partition("#")[0]
        path = self.site.path_of(url)
        if path is None:
            return None
        query = url.partition("#")[0].partition("?")[2]
        fetched = self.root + path.lstrip("/") + (f"?{query}" if query else "")
        return fetched if self.allows(fetched) else None

    def address(self, url: str) -> TopicAddress | None:
        """The topic behind a URL of the site or of its mirror, or None when the URL has not the form of a topic's."""
        if self.allows(url):
            return self.site.address(self.site.home + url[len(self.root) :])
        return self.site.address(url)

    def canonical_url(self, url: str) -> str | None:
        """The canonical URL of the topic behind a URL, or None."""
        address = self.address(url)
        return self.site.topic_url(address.language, address.slug) if address else None

    def allows(self, url: str) -> bool:
        """Whether a URL may be requested: it lies below the root, or is the robots.txt of its host.

        >>> from medscrape.vocabulary.sites import SAMPLE
        >>> origin = Origin(SAMPLE, "http://127.0.0.1:8000/")
        >>> origin.allows("http://127.0.0.1:8000/a.html"), origin.allows("http://127.0.0.1:8000@evil.example/")
        (True, False)
        """
        # The root ends with a slash, so a URL that begins with it has the same scheme, host and port.
        return url.startswith(self.root) or url == self.robots_url


@lru_cache(maxsize=8)
def _robots_url(root: str) -> str:
    return urljoin(root, "/robots.txt")
