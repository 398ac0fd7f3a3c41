"""Redirects inside the site."""

from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from medscrape.crawling.access import run_of
from medscrape.crawling.outcomes import header_of
from medscrape.crawling.refusals import OffSiteError
from medscrape.crawling.requests import topic_of

STATUSES = frozenset({301, 302, 303, 307, 308})


def redirect_target(response: Response) -> str | None:
    """The absolute URL that an answer leads to, or None when it is no redirect."""
    location = header_of(response, "Location")
    if response.status not in STATUSES or not location:
        return None
    try:
        return urljoin(response.url, location)
    except ValueError:
        return None


class SiteRedirects(RedirectMiddleware):
    """Follows redirects on the site itself; those between topics are the spider's to judge.

    A mirror's redirects name the canonical site or the mirror: both are followed on the mirror.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Gives the answer, or the request that follows from it."""
        target = redirect_target(response)
        if target is None:
            return response
        origin = run_of(self.crawler).origin
        topic = topic_of(request)
        if topic is not None and origin.canonical_url(target) not in {None, topic}:
            return response
        url = origin.fetch_url(target)
        if url is None:
            raise OffSiteError(f"leads off the site, to {target}")
        return self._redirect(request.replace(url=url), request, response.status)
