"""Names into addresses, for a live crawl."""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError


class PublicResolver(CachingThreadedResolver):
    """Knows public addresses only: no name leads a live crawl to this machine or into a private network.

    The address that was looked at is the one that is connected to, so a name that changes its address between two
    questions gains nothing. A proxy of the user's own may be anywhere.
    """

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """The address of a name."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found if name in _proxies() else found.addCallback(public_address, name)


def public_address(address: str, name: str) -> str:
    """The address, if it is public; else `DNSLookupError`.

    >>> public_address("127.0.0.1", "medlineplus.gov")
    Traceback (most recent call last):
    twisted.internet.error.DNSLookupError: DNS lookup failed: medlineplus.gov leads to 127.0.0.1, which is not public.
    """
    place = ip_address(address)
    if not place.is_global or place.is_multicast:
        raise DNSLookupError(f"{name} leads to {address}, which is not public")
    return address


def _proxies() -> frozenset[str]:
    """The hosts of the proxies that the environment names."""
    return frozenset(host for proxy in getproxies().values() if (host := urlsplit(proxy).hostname))
