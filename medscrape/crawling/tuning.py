"""The settings of one crawl: the project's, bent to where its pages come from."""

from scrapy.settings import Settings

from medscrape.crawling.origin import Origin
from medscrape.errors import UsageError
from medscrape.version import __version__

# The command line (40) wins over what is set here, and this over the project's settings (20).
_PRIORITY = "spider"
_FROM_ONE = ("CONCURRENT_REQUESTS_PER_DOMAIN", "CONCURRENT_REQUESTS", "DOWNLOAD_TIMEOUT")
_FROM_ZERO = (
    "DOWNLOAD_DELAY",
    "DOWNLOAD_MAXSIZE",
    "RETRY_TIMES",
    "MEDSCRAPE_CRAWL_DELAY_MAX",
    "MEDSCRAPE_FAILURES_IN_A_ROW",
    "MEDSCRAPE_RESUME_HOURS",
    "MEDSCRAPE_RETRY_AFTER_MAX",
    "MEDSCRAPE_RETRY_PAUSE",
)
_FRACTIONS = frozenset(name for name in _FROM_ZERO if name.endswith(("DELAY", "MAX", "HOURS", "PAUSE")))
_NOBODY = ".invalid/"


def tuned(settings: Settings, origin: Origin, *, is_sample: bool) -> Settings:
    """A copy of the settings for a crawl of this origin."""
    if settings["JOBDIR"]:
        raise UsageError("JOBDIR is not needed here: the store remembers how far a crawl came. Leave it out.")
    copy = settings.copy()
    if is_sample:
        copy.setdict(copy.getdict("MEDSCRAPE_SAMPLE_SETTINGS"), priority=_PRIORITY)
    if origin.is_loopback:
        # A proxy would be another machine.
        copy.set("HTTPPROXY_ENABLED", False, priority=_PRIORITY)
    if origin.is_live:
        copy.set("TWISTED_DNS_RESOLVER", "medscrape.crawling.resolver.PublicResolver", priority=_PRIORITY)
    # No more requests leave the queue than can be on their way: a crawl that is stopped has nothing else to wait for.
    copy.set("CONCURRENT_REQUESTS", copy["CONCURRENT_REQUESTS_PER_DOMAIN"], priority=_PRIORITY)
    copy.set("USER_AGENT", f"medscrape/{__version__} (+{_contact(copy)})", priority=_PRIORITY)
    for least, names in ((1, _FROM_ONE), (0, _FROM_ZERO)):
        for name in names:
            _require_number(copy, name, least)
    return copy


def has_contact(settings: Settings) -> bool:
    """Whether the user agent leads to anybody."""
    return _NOBODY not in f"{_contact(settings)}/"


def _contact(settings: Settings) -> str:
    contact = str(settings["MEDSCRAPE_CONTACT"])
    if not contact.isascii() or not contact.isprintable() or set("() ") & set(contact) or not contact:
        raise UsageError(f"MEDSCRAPE_CONTACT is the address of a page or a mail address, not {contact!r}.")
    return contact


def _require_number(settings: Settings, name: str, least: int) -> None:
    read = settings.getfloat if name in _FRACTIONS else settings.getint
    try:
        good = least <= read(name) < float("inf")
    except (TypeError, ValueError):
        good = False
    if not good:
        kind = "number" if name in _FRACTIONS else "whole number"
        raise UsageError(f"The setting {name} is a {kind} from {least} up, not {settings[name]!r}.")
