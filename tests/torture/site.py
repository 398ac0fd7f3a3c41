"""Three editions of a small site: between them everything happens to a page that can happen."""

from datetime import UTC, datetime, timedelta

from crawl_helpers import HOME, Answer, index_page, topic_page

from medscrape.sample_site import SamplePage, build

_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_SAME = ("same1", "same2", "same3", "same4")
LAST = 3


class SmallSite:
    """An edition, 1 to 3, for the sample site's server."""

    def __init__(self, edition: int) -> None:
        self._modified = _FIRST + timedelta(days=edition)
        self._pages = _edition(edition)

    def get(self, path: str) -> SamplePage:
        """The page at a path."""
        page = self._pages.get(path)
        return page or SamplePage(404, "text/html", b"<h1>Not found</h1>")


def _edition(number: int) -> dict[str, SamplePage]:
    pages = {f"/{slug}.html": _page(topic_page(slug)) for slug in (*_SAME, "moving", "walled", "failing")}
    pages["/same1.html"] = _page(topic_page("same1", twin="spanish/igual1"))
    pages["/spanish/igual1.html"] = _page(topic_page("spanish/igual1", twin="same1"))
    pages["/edited.html"] = _page(topic_page("edited", words="Edited." if number == LAST else "Words."))
    pages["/again.html"] = _page(topic_page("same2"))  # another address of the same topic
    pages["/group.html"] = _page(Answer(b"<!DOCTYPE html><html><body><h1>A group</h1><p>Of topics.</p></body></html>"))
    if number == 1:
        pages["/removed.html"] = _page(topic_page("removed"))  # 404 from then on: proved by the third run
    if number == LAST:
        pages |= _last_edition()
    index = _page(index_page([*pages, "/removed.html"]))
    return pages | {"/all_healthtopics.html": index}


def _last_edition() -> dict[str, SamplePage]:
    return {
        "/fresh.html": _page(topic_page("fresh")),
        "/moved.html": _page(topic_page("moved")),
        "/moving.html": SamplePage(301, "text/html", b"", f"{HOME}moved.html"),
        "/walled.html": _page(Answer(build().get("/featherfinger.html").body)),
        "/failing.html": SamplePage(500, "text/html", b"<h1>Oops</h1>"),
        "/paper.html": SamplePage(200, "application/pdf", b"%PDF-1.7"),
    }


def _page(answer: Answer) -> SamplePage:
    return SamplePage(200, "text/html", answer.body, modified=_FIRST)
