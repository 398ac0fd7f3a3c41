"""What the page says twice, compared: a difference is a warning, for one of the two is wrong."""

from collections.abc import Iterator
from html import unescape

from medscrape.models import PageWarning, Topic
from medscrape.parsers.blocks import Block
from medscrape.parsers.document import Document
from medscrape.parsers.page import PageReader
from medscrape.parsers.template import Template
from medscrape.text import clean, fold, words
from medscrape.vocabulary.dates import iso_date
from medscrape.vocabulary.languages import tag_of_code
from medscrape.vocabulary.sections import KIND_BY_NUMBER, PageBlock, SectionKind
from medscrape.vocabulary.sites import absolute, topic_address

_ODD_LINKS = {
    "unsafe_link": "a link{place} leads to {address!r}",
    "unmapped_link": "{title!r}{place} leads to {address}, which no field holds",
    "odd_address": "a link{place} leads to {address!r}",
    "link_without_target": "the link {title!r}{place} leads nowhere",
}


def second_opinions(document: Document, template: Template, topic: Topic, reader: PageReader) -> Iterator[PageWarning]:
    """Every disagreement of the page with itself."""
    yield from _of_addresses(document, topic)
    yield from _of_dublin_core(document, topic)
    if template.has_second_opinions or document.json_ld:
        yield from _of_json_ld(document, topic)
    yield from _of_contents(template, topic, reader)
    yield from _of_blocks(reader)
    if template.is_marked and not document.is_marked:
        yield _warning("marker_missing", "the page does not call itself a health topic (html#health_topic)")
    if match := document.source.swallowed:
        yield _warning("broken_markup", f"a quote is missing, and words became part of an attribute: {match[:200]!r}")
    if document.source.ends_early:
        yield _warning("ends_early", "the file stops after its content, before its closing </html>")


def _warning(code: str, detail: str) -> PageWarning:
    return PageWarning(code=code, detail=detail)


def _of_addresses(document: Document, topic: Topic) -> Iterator[PageWarning]:
    if document.given_url and document.given_url != topic.url:
        given, own = topic_address(document.given_url), topic_address(topic.url)
        if given is None or given != own:
            yield _warning("url_differs", f"fetched as {document.given_url}, says it is {topic.url}")
    if document.html_language and document.html_language != topic.language:
        yield _warning("language_differs", f"the page says {document.html_language}, its URL {topic.language}")
    toggle = document.language_toggle
    targets = {translation.url for translation in topic.translations}
    if toggle and document.hreflang and toggle not in targets:
        yield _warning("translation_differs", f"hreflang names {sorted(targets)}, the language toggle {toggle}")


def _of_dublin_core(document: Document, topic: Topic) -> Iterator[PageWarning]:
    title = document.meta("dc.title")
    if title and title != topic.title:
        yield _warning("title_differs", f"DC.Title is {title!r}, the heading {topic.title!r}")
    modified = iso_date(document.meta("dc.date.modified") or "")
    if modified and topic.page_updated and modified != topic.page_updated:
        yield _warning("date_differs", f"DC.Date.Modified is {modified}, the page says {topic.page_updated}")
    language = document.meta("dc.language")
    if language and tag_of_code(language) != topic.language:
        yield _warning("language_differs", f"DC.Language is {language!r}, the URL says {topic.language}")
    url = document.meta("dc.identifier.url")
    if url and absolute(url, topic.url) != topic.url:
        yield _warning("url_differs", f"DC.Identifier.URL is {url}, the page {topic.url}")


def _of_json_ld(document: Document, topic: Topic) -> Iterator[PageWarning]:
    data = document.json_ld
    if data is None:
        yield _warning("json_ld_missing", "there is no MedicalWebPage description that can be read")
        return
    name = data.get("name")
    if isinstance(name, str) and not _same_words(name, topic.title):
        yield _warning("title_differs", f"JSON-LD says {clean(name)!r}, the heading {topic.title!r}")
    content = data.get("mainContentOfPage")
    summary = topic.summary
    ours = "\n".join([summary.text, *(a.name for a in summary.attribution)]) if summary else ""
    if isinstance(content, str) and not _same_words(content, ours):
        yield _warning("summary_differs", _first_difference(content, ours))


def _same_words(theirs: str, ours: str) -> bool:
    """Whether two texts have the same words; JSON-LD is HTML-escaped once more."""
    return _squeezed(theirs) == _squeezed(ours) or words(unescape(theirs)) == words(unescape(ours))


def _squeezed(text: str) -> str:
    """A text without what is written in other ways in the two; far quicker than its words."""
    for character in " \n\t\r-|":
        text = text.replace(character, "")
    return text


def _first_difference(theirs: str, ours: str) -> str:
    left, right = words(unescape(theirs)), words(ours)
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return (
        f"JSON-LD and the summary part at word {at + 1}: "
        f"JSON-LD {' '.join(left[at : at + 6])!r}, summary {' '.join(right[at : at + 6])!r}"
    )


def _of_contents(template: Template, topic: Topic, reader: PageReader) -> Iterator[PageWarning]:
    contents = reader.contents
    if not contents.seen:
        if template.has_second_opinions and not _is_small(topic):
            yield _warning("contents_missing", "there is no table of contents")
        return
    for heading in contents.unknown_headings:
        yield _warning("unknown_group", f"a column of the table of contents is headed {heading!r}")
    sections = [s for s in topic.sections if s.placement == "main"]
    shown = [(s.anchor, s.heading) for s in sections]
    listed = [(e.anchor, e.title) for e in contents.entries if e.anchor != "summary"]
    known = {(anchor, fold(heading or "")) for anchor, heading in shown}
    for anchor, title in listed:
        if (anchor, fold(title)) not in known:
            yield _warning("contents_differ", f"the table of contents lists {title!r} (#{anchor}), the page does not")
    names = {anchor for anchor, _ in listed}
    for own, title_shown in shown:
        if own not in names:
            yield _warning("contents_differ", f"section {title_shown!r} (#{own}) is not in the table of contents")
    anchors = {own for own, _ in shown}
    in_contents = [anchor for anchor, _ in listed if anchor in anchors]
    if in_contents != [own for own, _ in shown if own in names]:
        yield _warning("contents_order", "the sections stand in another order than in the table of contents")
    has_summary = any(e.anchor == "summary" for e in contents.entries)
    if has_summary != (topic.summary is not None):
        yield _warning("contents_differ", f"the table of contents {'lists' if has_summary else 'lacks'} a summary")


def _is_small(topic: Topic) -> bool:
    """Small topics have one section "Learn More" in place of a table of contents and its groups."""
    return any(section.kind is SectionKind.LEARN_MORE for section in topic.sections)


def _of_blocks(reader: PageReader) -> Iterator[PageWarning]:
    for block in reader.blocks:
        if block.identity is SectionKind.OTHER:
            yield _warning("unknown_section", f"a section headed {block.heading or ''!r}")
        if block.heading is None:
            yield _warning("no_heading", f"a section without heading ({block.anchor or 'no id'})")
        by_number = KIND_BY_NUMBER.get(block.number or -1)
        if by_number and block.by_heading not in {None, by_number}:
            yield _warning("heading_differs", f"section {block.number} is headed {block.heading!r}")
        if isinstance(block.identity, SectionKind) and not (block.links or block.flow.has_text):
            yield _warning("empty_section", f"section {block.heading!r} holds nothing")
    for block in (*reader.blocks, reader.page):
        yield from _of_links(block)
    yield from _of_anchors(reader)


def _of_links(block: Block) -> Iterator[PageWarning]:
    if not block.flow.odd_links:
        return
    place = f" in {block.heading!r}" if block.heading else ""
    for code, sentence in _ODD_LINKS.items():
        for link in block.flow.odd_links:
            if link.code == code:
                yield _warning(code, sentence.format(title=link.title, address=link.address, place=place))


def _of_anchors(reader: PageReader) -> Iterator[PageWarning]:
    single = [b.identity for b in reader.blocks if isinstance(b.identity, PageBlock)]
    for role in sorted({role for role in single if single.count(role) > 1}):
        yield _warning(
            "duplicate_section", f"the {role.replace('_', ' ')} stands on the page {single.count(role)} times"
        )
    seen = [b.anchor for b in reader.blocks if b.anchor and isinstance(b.identity, SectionKind)]
    for twice in sorted({anchor for anchor in seen if seen.count(anchor) > 1}):
        yield _warning("duplicate_section", f"#{twice} stands on the page {seen.count(twice)} times")
