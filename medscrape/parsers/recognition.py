"""What kind of page this is: a topic of a known template, or the reason why it gives no record."""

import re

from lxml.etree import _Element as Element

from medscrape.errors import NotATopicError, PageError, RejectedPageError, RejectionReason
from medscrape.parsers.document import Document
from medscrape.parsers.elements import text_of
from medscrape.parsers.template import Template
from medscrape.text import fold

_R = RejectionReason
_SIGNS: tuple[tuple[RejectionReason, re.Pattern[str]], ...] = (
    (
        _R.MAINTENANCE,
        re.compile(
            r"\b(maintenance|temporarily (unavailable|down|out of service)|service unavailable|be back soon"
            r"|mantenimiento|temporalmente (fuera de servicio|no disponible))\b"
        ),
    ),
    (
        _R.SOFT_404,
        re.compile(
            r"\b(page not found|not be found|cannot be found|page (does not|doesn t) exist|error 404"
            r"|404 (error|not found)|no longer available|pagina no (encontrada|existe)"
            r"|no se (encontro|encuentra) la pagina)\b"
        ),
    ),
    (_R.LOGIN_WALL, re.compile(r"\b(log ?in|sign ?in|iniciar sesion|inicie sesion|subscribe to continue)\b")),
    (
        _R.CONSENT_WALL,
        re.compile(
            r"\b(cookie|cookies|consent|consentimiento|verify (that )?you are (a )?human|are you a robot|captcha)\b"
        ),
    ),
)


def template_of(document: Document, templates: tuple[Template, ...]) -> Template:
    """The template that recognises the page; raises a `PageError` that says what the page is instead."""
    for template in templates:
        if template.recognises(document.root):
            return template
    raise why_no_topic(document)


def why_no_topic(document: Document) -> PageError:
    """The error for a page without a topic's content: a notice, a wall, or simply a page of another kind."""
    for reason, pattern in _SIGNS:
        for place, words in _loud_words(document):
            if match := pattern.search(words):
                return RejectedPageError(reason, f'its {place} says "{match[0]}", and it has no topic content')
    if next(document.root.iter("input"), None) is not None and _has_password(document.root):
        return RejectedPageError(_R.LOGIN_WALL, "it asks for a password, and it has no topic content")
    if not text_of(document.root):
        return RejectedPageError(_R.EMPTY, "the page shows no text")
    if document.is_marked:
        return RejectedPageError(_R.NO_CONTENT, "it calls itself a health topic, and nothing of one was found in it")
    return NotATopicError("it has neither the mark of a health topic nor a topic's sections")


def notice_in(root: Element) -> PageError | None:
    """The error for a page whose title or main heading is that of a notice or a wall, or None."""
    for element in [*root.iter("title")][:1] + [*root.iter("h1")][:1]:
        words = fold(text_of(element))
        for reason, pattern in _SIGNS:
            if match := pattern.search(words):
                return RejectedPageError(reason, f'it says "{match[0]}" instead')
    return None


def _loud_words(document: Document) -> list[tuple[str, str]]:
    """Title and headings, and the whole text where it is short: a notice says so loudly or says little else."""
    places = [("title", e) for e in document.root.iter("title")][:1]
    places += [("heading", e) for e in document.root.iter("h1", "h2")][:4]
    words = [(place, fold(text_of(element))) for place, element in places]
    text = fold(text_of(document.root))
    return [*words, ("text", text)] if len(text) < 1500 else words


def _has_password(root: Element) -> bool:
    return any(field.get("type", "").lower() == "password" for field in root.iter("input"))
