"""Edits of pages: those that mean nothing, on the HTML; those that an editor makes, on what a sample page says."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from medscrape.models import Significance
from medscrape.sample_site.content import RelatedTopic, Section, TopicPage
from medscrape.sample_site.rendering.topic_page import topic_page
from medscrape.sample_site.routine import rotated
from medscrape.vocabulary.sections import KIND_BY_NUMBER

# --- edits that mean nothing

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z_:.-]+(?:=\"[^\"]*\")?)+)\s*(/?)>")
_ATTRIBUTE = re.compile(r"\s+([a-zA-Z_:.-]+)(=\"[^\"]*\")?")
_OPAQUE = re.compile(r"(<(script|style|title|svg|textarea)\b.*?</\2>|<!--.*?-->|<!DOCTYPE[^>]*>)", re.S | re.I)
_TEXT = re.compile(r">([^<>]+)<")


def _outside_scripts(edit: Callable[[str], str]) -> Callable[[str], str]:
    def edited(html: str) -> str:
        parts = re.split(_OPAQUE, html)
        # Two groups: every third part from the first is outside, the next is the whole opaque element.
        return "".join(edit(part) if n % 3 == 0 else part for n, part in enumerate(parts) if n % 3 != 2)

    return edited


def _in_texts(edit: Callable[[str], str]) -> Callable[[str], str]:
    return _outside_scripts(lambda html: _TEXT.sub(lambda found: f">{edit(found[1])}<", html))


def _in_tags(edit: Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    return _outside_scripts(lambda html: _TAG.sub(edit, html))


def _turned(tag: re.Match[str]) -> str:
    attributes = [found[0].strip() for found in _ATTRIBUTE.finditer(tag[2])]
    return f"<{tag[1]} {' '.join(reversed(attributes))}{tag[3]}>"


def _single_quoted(tag: re.Match[str]) -> str:
    return tag[0].replace('"', "'") if "'" not in tag[0] else tag[0]


def _entities(text: str) -> str:
    named = text.replace("\u00a0", "&nbsp;").replace("é", "&eacute;").replace("ó", "&#243;").replace("ñ", "&#xF1;")
    return re.sub(r"(?<![&#\w])t(?=h)", "&#116;", named)


def _tracked(tag: re.Match[str]) -> str:
    def param(found: re.Match[str]) -> str:
        return f'href="{found[1]}{"&amp;" if "?" in found[1] else "?"}utm_source=news&amp;utm_medium=mail"'

    return re.sub(r'href="(https?://[^"#]*)"', param, tag[0]) if tag[1] == "a" else tag[0]


NO_OPS: dict[str, Callable[[str], str]] = {
    "white space": _in_texts(lambda text: text.replace(" ", "\n\t  ")),
    "no-break spaces": _in_texts(lambda text: re.sub(r"(?<=\w) (?=\w)", "\u00a0", text)),
    "entities": _in_texts(_entities),
    "decomposed letters": _in_texts(lambda text: unicodedata.normalize("NFD", text)),
    "soft hyphens": _in_texts(lambda text: re.sub(r"(?<=\b[a-z]{4})(?=[a-z]{4})", "\u00ad", text)),
    "attribute order": _in_tags(_turned),
    "quotes": _in_tags(_single_quoted),
    "tag case": _in_tags(lambda tag: tag[0].replace(f"<{tag[1]}", f"<{tag[1].upper()}")),
    "tracking": _in_tags(_tracked),
    "build stamp": lambda html: re.sub(r"(\.css|\.js)(\?\d+)?\"", r'\1?1799999999999"', html),
    "comments": _outside_scripts(lambda html: html.replace("</li>", "</li><!-- cached -->")),
    "scripts": lambda html: html.replace("</head>", "<script nonce='x1'>var x = '<p>';</script></head>"),
    "marks of a framework": _in_tags(lambda tag: f'{tag[0].rstrip("/>")} data-v-1f="" {tag[3]}>'),
    "banner and footer": lambda html: html.replace("<body>", "<body><div id='survey'>Tell us what you think</div>"),
    "no-op wrappers": lambda html: re.sub(r"(<ul\b[^>]*>)", r"<div>\1", html).replace("</ul>", "</ul></div>"),
}


# --- edits that an editor makes

Edit = Callable[[TopicPage], TopicPage | None]
"""Gives None for a page that has nothing of the kind."""


@dataclass(frozen=True)
class RealEdit:
    """An edit, and what should be said of it."""

    name: str
    page: TopicPage
    fields: tuple[str, ...]
    significance: Significance

    @property
    def body(self) -> bytes:
        return topic_page(self.page, "1759291975401").encode()


def real_edits(page: TopicPage) -> Iterator[RealEdit]:
    """Every edit that the page allows, each on a fresh copy."""
    for name, (edit, fields, significance) in _EDITS.items():
        edited = edit(page)
        if edited is not None and edited != page:
            yield RealEdit(name, edited, fields, significance)
    for index, section in enumerate(page.sections):
        if kind := KIND_BY_NUMBER.get(section.number):
            for name, change, part, significance in _SECTION_EDITS:
                changed = change(section)
                if changed is not None and changed != section:
                    weight = Significance.ROUTINE if section.number == 59 else significance
                    others = (*page.sections[:index], changed, *page.sections[index + 1 :])
                    yield RealEdit(name, replace(page, sections=others), (f"sections[{kind.value}]{part}",), weight)


def _summary(page: TopicPage, old: str, new: str) -> TopicPage | None:
    if not page.summary or not re.search(old, page.summary):
        return None
    return replace(page, summary=re.sub(old, new, page.summary, count=1))


def _longer(page: TopicPage) -> TopicPage | None:
    # One page has its attribution in the summary: no sentence can follow it.
    can_follow = page.summary and "NIS:" not in page.summary
    return replace(page, summary=f"{page.summary}<p>Ask a nurse.</p>") if can_follow else None


_C, _L, _R = Significance.CONTENT, Significance.LINKS, Significance.ROUTINE
_EDITS: dict[str, tuple[Edit, tuple[str, ...], Significance]] = {
    "a word of the summary": (lambda p: _summary(p, r"\b(is|are|es|son)\b(?![^<]*>)", "may be"), ("summary",), _C),
    "a sentence more": (lambda p: _longer(p), ("summary",), _C),
    "a link in the summary": (lambda p: _summary(p, r'(?<=href=")([^"]*)', r"\1?new=1"), ("summary",), _L),
    "attribution": (lambda p: p.attribution and replace(p, attribution="NIS: Another Institute"), ("summary",), _C),
    "date": (lambda p: replace(p, updated=p.updated.replace(year=2031, day=1)), ("page_updated",), _R),
    "description": (lambda p: replace(p, description="Something else."), ("description",), _C),
    "other names": (lambda p: replace(p, also_called=(*p.also_called, "Ditto")), ("also_called",), _C),
    "alternate title": (lambda p: replace(p, alternate_titles=("Ditto",)), ("alternate_titles",), _C),
    "subject": (lambda p: replace(p, mesh_headings=(*p.mesh_headings, "Ditto")), ("mesh_headings",), _L),
    "keywords": (lambda p: replace(p, keywords=(*p.keywords, "ditto")), ("keywords",), _L),
    "related topic": (
        lambda p: replace(p, related=(*p.related, RelatedTopic("Another", "another"))),
        ("related_topics",),
        _L,
    ),
    "related topics turned": (
        lambda p: replace(p, related=p.related[::-1]) if len(p.related) > 1 else None,
        ("related_topics",),
        _R,
    ),
}

_SECTION_EDITS: tuple[tuple[str, Callable[[Section], Section | None], str, Significance], ...] = (
    ("a row more", lambda s: replace(s, rows=(*s.rows, replace(s.rows[0], url="https://new.example/"))), ".links", _L),
    ("a row less", lambda s: replace(s, rows=s.rows[1:]) if len(s.rows) > 1 else None, ".links", _L),
    ("title of a row", lambda s: replace(s, rows=(replace(s.rows[0], title="Another"), *s.rows[1:])), ".links", _L),
    (
        "target of a row",
        lambda s: replace(s, rows=(replace(s.rows[0], url=s.rows[0].url + "-new"), *s.rows[1:])),
        ".links",
        _L,
    ),
    (
        "organization",
        lambda s: replace(s, rows=(replace(s.rows[0], organizations=("Society of Kites",)), *s.rows[1:])),
        ".links",
        _L,
    ),
    ("rows turned", lambda s: replace(s, rows=s.rows[::-1]) if len(s.rows) > 1 else None, ".links", _R),
    ("running text", lambda s: replace(s, text="<p>Read this first.</p>"), ".text", _C),
    (
        "articles rotated",
        lambda s: replace(s, rows=rotated(s.rows, "a term")) if s.number == 59 else None,
        ".links",
        _R,
    ),
)
