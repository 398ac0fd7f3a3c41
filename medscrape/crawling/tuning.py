"""The settings of one crawl: the project's, bent to where its pages come from."""

from collections.abc import Iterator

from scrapy.settings import Settings

from medscrape.crawling.origin import Origin
from medscrape.errors import UsageError
from medscrape.version import __version__

# The command line (40) wins over what is set here, and this over the project's settings (20).
_PRIORITY = "spider"
_FROM_ONE = (
    "MEDSCRAPE_ARCHIVE_FILE_SIZE",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "CONCURRENT_REQUESTS",
    "DOWNLOAD_TIMEOUT",
    "MEDSCRAPE_TOPICS_MAX",
)
_FROM_ZERO = (
    "DOWNLOAD_DELAY",
    "DOWNLOAD_MAXSIZE",
    "RETRY_TIMES",
    "MEDSCRAPE_CRAWL_DELAY_MAX",
    "MEDSCRAPE_FAILURES_IN_A_ROW",
    "MEDSCRAPE_FULL_CHECK_SHARE",
    "MEDSCRAPE_INDEX_MAXSIZE",
    "MEDSCRAPE_NOTICES_IN_A_ROW",
    "MEDSCRAPE_REPORT_LISTED",
    "MEDSCRAPE_REMOVAL_DAYS",
    "MEDSCRAPE_RESUME_HOURS",
    "MEDSCRAPE_RETRY_AFTER_MAX",
    "MEDSCRAPE_RETRY_PAUSE",
    "MEDSCRAPE_SILENCE_MAX",
)
_FRACTIONS = frozenset(
    name for name in _FROM_ZERO if name.endswith(("DAYS", "DELAY", "MAX", "HOURS", "PAUSE", "SHARE"))
)
_NOBODY = ".invalid/"
# Settings of Scrapy's that would work against ours, and why nobody needs them.
_NOT_HERE = {
    "JOBDIR": "the store remembers how far a crawl came",
    "HTTPCACHE_ENABLED": "the archive keeps every answer, and pages are asked for conditionally",
    "AUTOTHROTTLE_ENABLED": "the pace is fixed, and it would go below what robots.txt asks for",
}


def tuned(settings: Settings, origin: Origin, *, is_sample: bool) -> Settings:
    """A copy of the settings for a crawl of this origin."""
    for name, reason in _NOT_HERE.items():
        if settings[name] if name == "JOBDIR" else settings.getbool(name):
            raise UsageError(f"{name} is not needed here: {reason}. Leave it out.")
    copy = settings.copy()
    if is_sample and origin.is_loopback:
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


def bad_manners(settings: Settings, origin: Origin) -> Iterator[str]:
    """What the people behind a site could hold against a crawl with these settings, as sentences."""
    if origin.is_live and _NOBODY in f"{_contact(settings)}/":
        yield "The user agent names nobody to write to; set MEDSCRAPE_CONTACT to a page or mail address of yours."
    is_hasty = settings.getfloat("DOWNLOAD_DELAY") < 1 or settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") > 1
    if is_hasty and not origin.is_loopback:
        yield "More than one request a second, or several at once, were allowed: see that the site can bear it."


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
