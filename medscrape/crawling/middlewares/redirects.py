"""Redirects inside the site."""

from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from medscrape.crawling.access import run_of
from medscrape.crawling.outcomes import header_of
from medscrape.crawling.refusals import EndlessRedirectError, OffSiteError
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
        following = request.replace(url=url)
        # RFC 9110 section 15.4 asks clients to notice circles; without cookies the second round is like the first.
        if following.url in {request.url, *request.meta.get("redirect_urls", ())}:
            raise EndlessRedirectError(_circle(response))
        try:
            return self._redirect(following, request, response.status)
        except IgnoreRequest:
            raise EndlessRedirectError("redirects without end") from None


def _circle(response: Response) -> str:
    wants_cookie = header_of(response, "Set-Cookie") is not None
    return f"redirects in a circle{', as sites do that insist on a cookie' if wants_cookie else ''}"
