"""Pages that are no topic: notices, walls and pages of other kinds that come under a topic's address."""

import re

from medscrape.errors import RejectionReason as R
from medscrape.sample_site import build
from mutations.declarations import Make, Mutant, rejected, told
from mutations.pages import Element, Page, written
from mutations.trees import all_of, cut

FORM = "<form action='/plum'><input name='user'><input type='password' name='word'><button>Go</button></form>"
NOTICES: dict[str, tuple[R, str, str]] = {
    "a maintenance page": (R.MAINTENANCE, "Scheduled maintenance", "We will be back soon."),
    "a maintenance page in Spanish": (R.MAINTENANCE, "En mantenimiento", "Volveremos pronto."),
    "an overloaded server's page": (R.MAINTENANCE, "Service unavailable", "Please try again later."),
    "a soft 404": (R.SOFT_404, "Page not found", "We looked everywhere."),
    "a soft 404 in Spanish": (R.SOFT_404, "Página no encontrada", "La buscamos por todas partes."),
    "a topic taken away": (R.SOFT_404, "Sorry", "This page is no longer available."),
    "a login wall": (R.LOGIN_WALL, "Please log in", f"To go on you need an account. {FORM}"),
    "a login wall without the word": (R.LOGIN_WALL, "Members", FORM),
    "a consent page": (R.CONSENT_WALL, "Before you continue", "We use cookies. Accept all?"),
    "a question for robots": (R.CONSENT_WALL, "One moment", "Verify that you are a human: solve the captcha."),
}
OTHERS: dict[str, tuple[bytes, set[R]]] = {
    "nothing": (b"", {R.EMPTY}),
    "white space": (b" \n\t ", {R.EMPTY}),
    "a page without words": (b"<html><head></head><body><div></div></body></html>", {R.EMPTY, R.NOT_READABLE}),
    "a line of text": (b"plum vinegar", {R.NOT_A_TOPIC, R.NOT_READABLE, R.NO_CONTENT}),
    "JSON": (b'{"title": "Plum", "links": []}', {R.WRONG_TYPE}),
    "a feed": (b"<?xml version='1.0'?><rss><channel></channel></rss>", {R.NOT_A_TOPIC, R.NOT_READABLE, R.EMPTY}),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(99), {R.WRONG_TYPE}),
    "a PDF file": (b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj", {R.WRONG_TYPE}),
    "a redirection": (b"<html><title>Moved</title><body>See <a href='/'>here</a></body></html>", {R.NOT_A_TOPIC}),
}
"""Bodies that are no topic, and the reasons that may be given."""


def alone(heading: str, text: str) -> Make:
    """A notice and nothing else."""
    body = f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1><p>{text}</p></body></html>"
    return lambda page: Mutant(body.encode(), None)


def in_the_shell(heading: str, text: str) -> Make:
    """A notice in the place of the content, in the head, header and footer of the page."""

    def make(page: Page) -> Mutant:
        source = re.sub(
            r'(?s)<div id="mplus-content">.*?(?=<footer)',
            lambda _: f'<div id="mplus-content"><h1>{heading}</h1><p>{text}</p></div>',
            page.source,
        )
        return Mutant(source.encode(), None)

    return make


for name, (reason, heading, text) in NOTICES.items():
    rejected(f"{name} instead", reason)(alone(heading, text))
    rejected(f"{name} in the page's shell", reason)(in_the_shell(heading, text))
for name, (body, reasons) in OTHERS.items():
    rejected(f"{name} instead", *reasons)(lambda page, body=body: Mutant(body, None))


def of_the_site(path: str) -> Make:
    """Another page of the sample site under the address of a topic."""
    body = build().get(path).body
    return lambda page: Mutant(body, None)


rejected("the index of topics instead", R.NOT_A_TOPIC)(of_the_site("/healthtopics.html"))
rejected("the list of all topics instead", R.NOT_A_TOPIC)(of_the_site("/all_healthtopics.html"))
rejected("the home page instead", R.NOT_A_TOPIC)(of_the_site("/"))


def emptied(page: Page, *, keep: tuple[str, ...] = ()) -> Element:
    """The tree of a page without its sections, summary and boxes."""
    tree = page.tree()
    for section in all_of(tree, "#topic section, #topic a[name]"):
        if section.get("id") not in keep:
            cut(section)
    return tree


@rejected("all sections gone, the shell left", R.NO_CONTENT)
def shell(page: Page) -> Mutant:
    return Mutant(written(emptied(page)), None)


@rejected("all sections gone, the table of contents left", R.NO_CONTENT)
def contents_only(page: Page) -> Mutant:
    return Mutant(written(emptied(page, keep=("toc-section",))), None)


@rejected("a skeleton that a program fills in", R.NO_CONTENT)
def skeleton(page: Page) -> Mutant:
    tree = page.tree()
    for element in all_of(tree, "#topic *"):
        if not len(element):
            element.text = None
        element.tail = None
    for paragraph in all_of(tree, "#topic p, #topic li, #topic h2, #topic h3, #topic .toccolumn"):
        cut(paragraph)
    return Mutant(written(tree), None)


@told("a topic that is about maintenance and logging in", "title_differs")
def about_maintenance(page: Page) -> Mutant:
    """Words of a notice over a page that holds its content do not make it one."""
    title = "Page not found: log in for maintenance of cookies"
    tree = page.tree()
    for element in all_of(tree, "h1, #breadcrumbs span, #primary-institute-section span"):
        if " ".join((element.text or "").split()) == page.record["title"]:
            element.text = title
    return Mutant(written(tree), page.copy() | {"title": title}, named=(title,))
