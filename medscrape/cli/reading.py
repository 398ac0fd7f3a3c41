"""A record as a person reads it: title, summary, sections with their rows, and what is known about all that."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from rich.text import Text

from medscrape.exporting import credit_of
from medscrape.exporting.headings import headings_of, paragraphs_of
from medscrape.models import Link, Provenance, RichText, Section, Topic
from medscrape.reporting.wording import day, listed, minute
from medscrape.terminal import Terminal, safe
from medscrape.vocabulary.languages import language_name
from medscrape.vocabulary.sections import group_heading

_ITEM = re.compile(r"(?P<nesting> *)- (?P<words>.*)")
_DATES = {"date_created": "created", "page_updated": "updated", "last_reviewed": "reviewed"}


def show_topic(console: Terminal, topic: Topic) -> None:
    """Prints a record."""
    console.say(Text(safe(topic.title), "bold"))
    console.facts(_facts(topic))
    if topic.summary:
        console.say()
        _show_text(console, topic.summary)
    for place, sections in groupby(topic.sections, _place):
        console.say()
        console.say(Text(place, "bold reverse" if console.has_colours else ""))
        for section in sections:
            _show_section(console, section)
    console.say()
    console.facts(_background(topic))


def _facts(topic: Topic) -> Iterator[tuple[str, str]]:
    if topic.also_called:
        yield "Also called", safe(", ".join(topic.also_called))
    if dates := _dates(topic):
        yield "Dates", dates
    if topic.groups:
        yield "Groups", safe(", ".join(topic.groups))
    if topic.related_topics:
        yield "Related", safe(", ".join(related.title for related in topic.related_topics))
    if topic.primary_institute:
        yield "Institute", safe(topic.primary_institute.name)
    for translation in topic.translations:
        if translation.language != topic.language:
            yield f"In {language_name(translation.language)}", safe(translation.url)
    yield "Page", safe(topic.url)
    yield "Id", topic.id


def _dates(topic: Topic) -> str:
    found: dict[str, date | None] = {words: getattr(topic, name) for name, words in _DATES.items()}
    return ", ".join(f"{words} {day(moment)}" for words, moment in found.items() if moment)


def _show_text(console: Terminal, text: RichText) -> None:
    _show_paragraphs(console, paragraphs_of(text.text, headings_of(text)), indent=0)
    for source in text.attribution:
        console.say(Text(safe(source.name), "italic"))


def _show_paragraphs(console: Terminal, paragraphs: Iterator[tuple[int, str]], indent: int) -> None:
    for number, (level, paragraph) in enumerate(paragraphs):
        if number:
            console.say()
        for line in paragraph.split("\n"):
            item = _ITEM.fullmatch(line)
            if item:
                console.say(safe(item["words"]), lead="• ", indent=indent + len(item["nesting"]))
            else:
                console.say(Text(safe(line), "bold" if level else ""), indent=indent)


def _place(section: Section) -> str:
    return group_heading(section.group, "en") if section.group else f"{section.placement.value.capitalize()} column"


def _show_section(console: Terminal, section: Section) -> None:
    heading = section.heading or section.kind.value.replace("_", " ").capitalize()
    console.say(Text(safe(": ".join(filter(None, (heading, section.subheading)))), "bold"), indent=2)
    if section.text:
        _show_paragraphs(console, paragraphs_of(section.text, ()), indent=4)
    for row in section.links:
        console.say(_row(row), lead="• ", indent=4)
        if row.url:
            console.unbroken(Text(safe(row.url), "dim"), indent=6)


def _row(row: Link) -> Text:
    makers = f" ({safe('; '.join(row.organizations))})" if row.organizations else ""
    marks = [label.replace("_", " ") for label in row.labels] + list(row.notes)
    marks += [f"also in {language_name(other.language)}" for other in row.alternates]
    return Text.assemble(safe(row.title), makers, (f" [{safe(', '.join(marks))}]" if marks else "", "cyan"))


def _background(topic: Topic) -> Iterator[tuple[str, str]]:
    """What is known about the record itself."""
    licence = (topic.summary.license or "not stated") if topic.summary else "no summary"
    yield "Licence", f"summary: {licence}; everything else: titles and links, not stated"
    if credit := credit_of(topic):
        yield "Credit", credit
    yield "Came from", _origin(topic.provenance)
    odd = [f"{safe(warning.code)}: {safe(warning.detail)}" for warning in topic.quality.warnings]
    odd += [f"text that no field holds: {safe(text)}" for text in topic.quality.unmapped_text]
    yield "Odd", listed(odd) if odd else "nothing"


def _origin(origin: Provenance) -> str:
    parts = [safe(origin.source_url or "a saved page")]
    if origin.fetched_at:
        parts.append(f"fetched {minute(origin.fetched_at)}")
    if origin.run_id:
        parts.append(f"run {safe(origin.run_id)}")
    if origin.capture:
        parts.append(f"archived in {safe(origin.capture.file)} at byte {origin.capture.offset}")
    return ", ".join(parts)
