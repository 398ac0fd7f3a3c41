"""Why a request was not sent, or its answer not taken."""

from scrapy.exceptions import IgnoreRequest


class OffSiteError(IgnoreRequest):
    """The address lies outside the site, or outside the mirror that stands for it."""


class EndlessRedirectError(IgnoreRequest):
    """The address redirects to where it came from, or on and on."""


class DisallowedError(IgnoreRequest):
    """The site's robots.txt does not allow the address."""


class StoppingError(IgnoreRequest):
    """The crawl is ending; the address is left for the next run."""
