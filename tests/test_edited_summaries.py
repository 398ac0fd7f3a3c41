"""Real summaries against edited copies of themselves: each edit is found, with its place.

`pytest tests/test_edited_summaries.py -s` prints the table. Skipped where the stored summaries are not at hand.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from rich.console import Console
from rich.table import Table

from medscrape import parse_page
from medscrape.changes import compare
from medscrape.models import Significance

HOME = Path(__file__).resolve().parents[2] / "shared" / "real-pages" / "summaries"
STORED = [json.loads(line) for path in sorted(HOME.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
PAGE = """<!DOCTYPE html><html lang="en" id="health_topic"><head><meta charset="utf-8"><title>A topic</title></head>
<body><div id="mplus-content"><div id="topic"><article><div class="page-info"><h1>A topic</h1></div>
<div class="main"><section id="topsum_section"><h2>Summary</h2><div id="topic-summary">{summary}</div></section></div>
</article></div></div></body></html>"""
TEXT = re.compile(r"(?<=>)[^<>]*[a-z]{4}[^<>]*(?=<)")
Edit = Callable[[str, random.Random], str | None]


def in_a_text(edit: Callable[[str, random.Random], str | None]) -> Edit:
    """An edit of one of the texts between tags."""

    def edited(html: str, chance: random.Random) -> str | None:
        texts = [found for found in TEXT.finditer(html) if edit(found[0], random.Random(1))]
        if not texts:
            return None
        found = chance.choice(texts)
        return f"{html[: found.start()]}{edit(found[0], chance)}{html[found.end() :]}"

    return edited


def one_word(text: str, chance: random.Random) -> str | None:
    word = chance.choice(list(re.finditer(r"[a-z]{4,}", text)))
    return f"{text[: word.start()]}other{text[word.end() :]}"


def without_a_word(text: str, chance: random.Random) -> str | None:
    word = chance.choice(list(re.finditer(r"[a-z]{4,}", text)))
    return text[: word.start()] + text[word.end() :]


def a_digit(text: str, _: random.Random) -> str | None:
    return re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), text, count=1) if re.search(r"\d", text) else None


def a_comma(text: str, _: random.Random) -> str | None:
    return text.replace(",", ";", 1) if "," in text else None


def a_target(html: str, chance: random.Random) -> str | None:
    targets = list(re.finditer(r'(?<=href=")https?://[^"?#]*(?=")', html))
    if not targets:
        return None
    found = chance.choice(targets)
    return f"{html[: found.start()]}https://example.org/moved{html[found.end() :]}"


def a_list_row(html: str, chance: random.Random) -> str | None:
    rows = list(re.finditer(r"<li>(?:(?!<li>|</li>|<ul>).)*</li>", html, re.S))
    return (lambda row: html[: row.start()] + html[row.end() :])(chance.choice(rows)) if len(rows) > 1 else None


def a_paragraph(html: str, _: random.Random) -> str | None:
    return html.replace("<p>", "<p>Ask a nurse.</p><p>", 1) if "<p>" in html else None


def emphasis(html: str, _: random.Random) -> str | None:
    emphasized = re.sub(r"<p>([A-Z][a-z]+)", r"<p><strong>\1</strong>", html, count=1)
    return emphasized if emphasized != html else None


EDITS: dict[str, tuple[Edit, Significance]] = {
    "a word is another": (in_a_text(one_word), Significance.CONTENT),
    "a word is gone": (in_a_text(without_a_word), Significance.CONTENT),
    "a number": (in_a_text(a_digit), Significance.CONTENT),
    "a comma": (in_a_text(a_comma), Significance.CONTENT),
    "a row of a list is gone": (a_list_row, Significance.CONTENT),
    "a paragraph more": (a_paragraph, Significance.CONTENT),
    "emphasis": (emphasis, Significance.CONTENT),
    "the target of a link": (a_target, Significance.LINKS),
}


def record_of(summary: str) -> dict[str, Any]:
    record: dict[str, Any] = orjson.loads(
        parse_page(PAGE.format(summary=summary), "https://sample.invalid/a.html").to_line()
    )
    return record


@pytest.mark.skipif(not STORED, reason="the stored summaries are not at hand")
def test_each_edit_of_a_real_summary_is_found_with_its_place() -> None:
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for number, stored in enumerate(STORED):
        html = stored["full_summary_html"]
        before = record_of(html)
        for name, (edit, significance) in EDITS.items():
            edited = edit(html, random.Random(f"{number}{name}"))
            if edited is None:
                continue
            made[name] += 1
            found = compare(before, record_of(edited))
            right[name] += bool(found and (found.fields, found.significance) == (("summary",), significance))
    table = Table("edit", "made", "found as `summary`, rightly weighed", title=f"{len(STORED)} real summaries")
    for name in EDITS:
        table.add_row(name, str(made[name]), str(right[name]))
    Console(width=90).print(table)
    assert right == made
    assert made.total() > 5 * len(STORED)
