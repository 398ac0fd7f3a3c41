"""Text dumps: the real one section by section, where it is at hand; invented ones are fixtures below tests/pages."""

import re
from pathlib import Path

import pytest

from medscrape import Topic, parse_page

DUMP = Path(__file__).parents[2] / "shared/real-pages/cancerimmunotherapy.txt"
needs_dump = pytest.mark.skipif(not DUMP.exists(), reason="the real text dump is not beside this clone")


@pytest.fixture(scope="module")
def source() -> str:
    return DUMP.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def topic() -> Topic:
    return parse_page(DUMP.read_bytes())


def chapters(source: str) -> dict[str, str]:
    """The text under each `##` heading, lines joined, read by nothing but a split."""
    joined = re.sub(r"(?<=\S)\n(?=[^\s#*!])", " ", source)
    found = {}
    for chunk in re.split(r"^## ", joined, flags=re.MULTILINE)[1:]:
        heading, _, body = chunk.partition("\n")
        found[heading.strip()] = body
    return found


@needs_dump
def test_identity_comes_from_its_link_line(topic: Topic, source: str) -> None:
    assert topic.url == re.search(r"^Link:\s*(\S+)", source)[1]
    assert topic.id == "medlineplus/en/" + topic.url.rpartition("/")[2].removesuffix(".html")
    assert topic.description == re.search(r"Description:\s*(.*?)\s*$", source, re.MULTILINE)[1]
    assert topic.keywords == ()
    assert topic.title == re.search(r"^#\s+(.*)$", source, re.MULTILINE)[1].strip()


@needs_dump
def test_every_heading_of_the_dump_is_in_the_record(topic: Topic, source: str) -> None:
    typed = {"Summary", "Topic Image", "National Institutes of Health"}
    headings = [h for h in chapters(source) if h not in typed]
    shown = [" ".join(filter(None, (s.heading, s.subheading))) for s in topic.sections]
    assert shown == headings


@needs_dump
def test_the_summary_has_its_paragraphs_and_its_source(topic: Topic, source: str) -> None:
    *paragraphs, source_line = [p.strip() for p in chapters(source)["Summary"].split("\n\n") if p.strip()]
    assert topic.summary is not None
    assert topic.summary.text.split("\n\n") == paragraphs
    assert len(paragraphs) == 5
    assert [a.name for a in topic.summary.attribution] == [source_line]


@needs_dump
def test_rows_say_what_their_lines_say(topic: Topic, source: str) -> None:
    texts = chapters(source)
    for section in topic.sections:
        body = texts[" ".join(filter(None, (section.heading, section.subheading)))]
        if section.kind == "disclaimers":
            continue
        lines = re.findall(r"^\s+\* (.*)$", body, re.MULTILINE)
        assert len(section.links) == len(lines)
        for link, line in zip(section.links, lines, strict=True):
            assert line.startswith(link.title)
            assert all(name in line for name in link.organizations)
            assert link.from_nih == ("From the National Institutes of Health" in line)
            assert [a.language for a in link.alternates] == (["es"] if "Also in Spanish" in line else [])
            assert link.url is None
            assert all(a.url is None for a in link.alternates)
            rest = line.removeprefix(link.title)
            held = [*link.organizations, "Also in Spanish"]
            rest = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", rest)
            for words in held:
                rest = rest.replace(words, "")
            assert not re.search(r"\w", rest), line


@needs_dump
def test_the_side_boxes_are_there(topic: Topic) -> None:
    assert topic.primary_institute is not None
    assert topic.primary_institute.name == "National Cancer Institute"
    assert topic.image is not None
    assert topic.image.url.startswith("https://medlineplus.gov/images/")
    assert topic.page_updated.isoformat() == "2020-04-02"
    assert topic.last_reviewed.isoformat() == "2018-08-10"
    assert [len(s.links) for s in topic.sections if s.kind == "magazine"] == [2]
    assert [len(s.links) for s in topic.sections if s.kind == "journal_articles"] == [4]
    assert topic.quality.unmapped_text == ()
    assert topic.quality.warnings == ()
    assert topic.provenance.encoding == "utf-8 (repaired)"
