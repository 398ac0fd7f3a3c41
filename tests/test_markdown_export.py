"""Markdown: every word in its place, no markup that the page did not have, front matter that YAML readers take."""

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from export_helpers import digest, edited, figures_of, markdown_pages, public_topics, rendered
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from medscrape.exporting import CREDIT, Selection, export
from medscrape.exporting.file_names import path_of
from medscrape.exporting.markdown_files import page_of
from medscrape.exporting.markdown_text import escaped, from_html, from_text, link
from medscrape.exporting.records import credited
from medscrape.text import words

TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=60)
SPECIAL = st.text(alphabet="ab1 .)([]<>&!#*_-+=~`|\\:;/\"'", max_size=30)


def seen(markdown: str) -> str:
    """The words that a reader of the rendered page sees."""
    shown = rendered(markdown)
    return html.fragment_fromstring(shown, create_parent="div").text_content() if shown else ""


# --- words stay words


@given(TEXT | SPECIAL)
def test_escaped_words_are_shown_as_they_are(text: str) -> None:
    text = " ".join(text.split())
    assert " ".join(seen(escaped(text)).split()) == text


@given(SPECIAL, st.sampled_from(["https://a.example/x(1)?q=<b>&c=[d]", "https://a.example/a b\\c", "javascript:x"]))
def test_links_are_links_and_lead_where_they_should(title: str, url: str) -> None:
    title = f"a{' '.join(title.split())}"
    element = html.fragment_fromstring(rendered(link(title, url)), create_parent="div")
    assert element.text_content().strip() == title
    hrefs = [a.get("href") for a in element.iter("a")]
    assert len(hrefs) <= 1
    assert not any(href.startswith("javascript") for href in hrefs)


@given(st.lists(SPECIAL, min_size=1, max_size=4))
def test_plain_text_keeps_its_words(paragraphs: list[str]) -> None:
    text = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    assert words(seen(from_text(text))) == words(text)


def test_the_words_of_every_summary_are_in_its_markdown() -> None:
    for topic in public_topics():
        if topic.summary:
            # CommonMark has no marks of its own for what is raised or lowered.
            markdown = re.sub("</?su[bp]>", "", from_html(topic.summary.html))
            assert words(seen(markdown)) == words(topic.summary.text)


@pytest.mark.parametrize(
    "source, shown",
    [
        ("<ol><li>One<ul><li>Inner</li></ul></li><li>Two</li></ol>",
         "<ol><li><p>One</p><ul><li>Inner</li></ul></li><li><p>Two</p></li></ol>"),
        ("<table><tr><th>A</th><th>B | C</th></tr><tr><td><p>1</p></td></tr></table>",
         "<table><thead><tr><th>A</th><th>B | C</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>"),
        ("<dl><dt>Word</dt><dd>Meaning</dd></dl>", "<p><strong>Word</strong></p><p>Meaning</p>"),
        ("<p>a<br>b <em>c</em> &lt;script&gt;</p>", "<p>a<br>b <em>c</em> &lt;script&gt;</p>"),
        ("<h2>High</h2>loose", "<h3>High</h3><p>loose</p>"),
        ('<p><img src="https://a.example/x.png" alt="A [b]"></p>',
         '<p><img src="https://a.example/x.png" alt="A [b]"></p>'),
        ('<p><a href="javascript:alert(1)">words</a></p>', "<p>words</p>"),
    ],
)  # fmt: skip
def test_structure_survives(source: str, shown: str) -> None:
    found = re.sub(r">\s+<", "><", rendered(from_html(source)).replace(" />", ">").strip())
    assert found.replace("<br>\n", "<br>") == shown


# --- the files


def test_a_page_holds_the_whole_record(tmp_path: Path) -> None:
    known = export("markdown", public_topics(), tmp_path / "md")
    pages = markdown_pages(tmp_path / "md")
    assert len(pages) == known.topics
    assert sum(len(page.sections) for page in pages) == known.sections
    assert digest((page.front["id"], page.front["content_hash"]) for page in pages) == known.sha256
    rows = sum(len(re.findall(r"^- \[.*\]\(<", section, re.MULTILINE)) for page in pages for section in page.sections)
    assert rows == known.links == figures_of(public_topics()).links
    by_id = {page.front["id"]: page for page in pages}
    for topic in public_topics():
        record = json.loads(topic.to_line())
        page = by_id[topic.id]
        in_body = {"sections", "summary", "image", "related_topics", "primary_institute"}
        for name in record.keys() - in_body:
            assert page.front[name] == record[name], name
        in_order = iter(words(seen(page.body)))
        for section in topic.sections:
            for row in section.links:
                assert all(word in in_order for word in words(row.title)), row.title


def test_licence_and_credit_stand_on_every_page_with_a_summary(tmp_path: Path) -> None:
    for selection in (Selection(), Selection(public_domain_only=True)):
        export("markdown", public_topics(), tmp_path / "md", selection)
        for page in markdown_pages(tmp_path / "md"):
            has_summary = page.front["summary_license"] == "public-domain"
            assert (page.front["credit"] == CREDIT) == (CREDIT in page.body) == has_summary


def test_a_page_of_the_public_domain_keeps_headings_and_lists(tmp_path: Path) -> None:
    export("markdown", public_topics(), tmp_path / "md", Selection(public_domain_only=True))
    page = (tmp_path / "md" / "medlineplus" / "en" / "glimmerfever.md").read_text(encoding="utf-8")
    assert "\n### What causes glimmer fever?\n\nThe usual cause" in page
    assert "\n- A draft from a glitter factory\n" in page
    assert "Start Here" not in page


def test_front_matter_takes_any_text() -> None:
    odd = 'a: b # c\u2028\u0085\ufeff "q" \\ 😀 --- {x}'

    def edit(record: dict[str, Any]) -> None:
        record["description"] = odd
        record["keywords"] = [odd, "yes", "1"]
        record["title"] = "# <script>alert(1)</script> *x*"

    page = page_of(credited(edited(public_topics()[0], edit)))
    front = yaml.safe_load(page.split("---\n")[1])
    assert (front["description"], front["keywords"]) == (odd, [odd, "yes", "1"])
    assert "<script>" not in rendered(page)
    assert "# <script>alert(1)</script> *x*" in seen(page)


# --- file names


@pytest.mark.parametrize(
    "record_id, path",
    [
        ("medlineplus/es/asma", "medlineplus/es/asma.md"),
        ("www.health.example/en/a_b-c", "www.health.example/en/a_b-c.md"),
        ("../en/x", "~..~/en/x.md"),
        ("site./en/nul", "site.~/en/nul~.md"),
        ("con.example/en/com1", "con.example~/en/com1~.md"),
    ],
)
def test_file_names_are_safe(record_id: str, path: str) -> None:
    assert str(path_of(record_id)) == path


@given(st.from_regex(r"[a-z0-9.-]{1,130}/[a-z]{2,3}/[a-z0-9_-]{1,130}", fullmatch=True))
def test_every_id_has_a_file_of_its_own_below_the_folder(record_id: str) -> None:
    path = path_of(record_id)
    assert len(path.parts) == 3
    assert not any(part.startswith(".") or len(part) > 130 for part in path.parts)
    assert path != path_of(record_id + "x") != PurePosixPath(record_id)
