"""Markdown: one file a topic, with everything that is no running text as front matter (YAML)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from medscrape.exporting.file_names import path_of
from medscrape.exporting.manifest import Outgoing
from medscrape.exporting.markdown_text import escaped, from_html, from_text, link
from medscrape.exporting.records import CreditedTopic, Exported
from medscrape.models import Link, Section

_IN_THE_BODY = {"sections", "summary", "image", "related_topics", "primary_institute"}
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write(records: Outgoing, folder: Path) -> None:
    """Writes `SITE/LANGUAGE/SLUG.md` for every topic."""
    for record in records:
        path = folder / path_of(record.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page_of(record), encoding="utf-8", newline="\n")


def page_of(record: Exported) -> str:
    """A topic as a page of Markdown."""
    parts = [_front_matter(record), f"# {escaped(record.title)}", *_body(record), _credit_line(record)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(record: Exported) -> str:
    values = record.model_dump(mode="json", exclude=_IN_THE_BODY)
    values["summary_license"] = record.summary.license if record.summary else None
    return "\n".join(["---", *(f"{name}: {_yaml(value)}" for name, value in values.items()), "---"])


def _yaml(value: Any) -> str:
    """A value as JSON, which is YAML too once the few characters that only JSON allows are written as escapes."""
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", orjson.dumps(value).decode())


def _body(record: Exported) -> Iterator[str]:
    if not isinstance(record, CreditedTopic):
        yield from_text(record.summary.text, record.summary.headings)
        return
    if record.also_called:
        yield f"Also called: {', '.join(map(escaped, record.also_called))}"
    if record.image:
        yield f"!{link(record.image.alt, record.image.url)}"
    if record.summary:
        yield from_html(record.summary.html)
        sources = (link(source.name, source.url) for source in record.summary.attribution)
        yield from (f"*{source}*" for source in sources)
    if record.related_topics:
        yield f"Related topics: {', '.join(link(topic.title, topic.url) for topic in record.related_topics)}"
    if institute := record.primary_institute:
        yield f"Primary institute: {link(institute.name, institute.url)}"
    for section in record.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    heading = section.heading or section.kind.value.replace("_", " ").capitalize()
    yield f"## {escaped(': '.join(filter(None, (heading, section.subheading))))}"
    if section.text:
        yield from_text(section.text)
    if section.links:
        yield "\n".join(map(_row, section.links))


def _row(row: Link) -> str:
    organizations = f" ({', '.join(map(escaped, row.organizations))})" if row.organizations else ""
    marks = ", ".join(map(escaped, [*(label.replace("_", " ") for label in row.labels), *row.notes]))
    others = ", ".join(link(alternate.language, alternate.url) for alternate in row.alternates)
    return "".join(
        (f"- {link(row.title, row.url)}", organizations, f" · {marks}" * bool(marks), f" · {others}" * bool(others))
    )


def _credit_line(record: Exported) -> str:
    return f"{escaped(record.credit)} ({link('page', record.url)})" if record.credit else ""
