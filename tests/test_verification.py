"""The outside checker: silent where nothing is lost, and loud about every single thing that is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from medscrape import Link, Section, Topic, parse_page
from medscrape.sample_site import build
from medscrape.verification import check, lost_links, lost_words
from medscrape.verification.markup import Tag, tokens
from medscrape.verification.shown import shown

REAL = sorted((Path(__file__).resolve().parents[2] / "shared" / "real-pages").glob("*/*.html"))
FIXTURES = [path.with_name("page.html") for path in sorted(Path(__file__).parent.glob("pages/*/*/record.json"))]
FIXTURES = [path for path in FIXTURES if path.exists()]
SITE = build()
PATHS = sorted(SITE.topic_paths())
PATH = "/glimmerfever.html"
TAGS = frozenset({"a", "li", "p"})


def page(path: str = PATH) -> bytes:
    """A page of the sample site."""
    return SITE.get(path).body


@pytest.mark.parametrize("path", PATHS)
def test_sample_page_is_whole(path: str) -> None:
    assert not any(check(page(path), parse_page(page(path))))


@pytest.mark.parametrize("path", REAL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_real_page_is_whole(path: Path) -> None:
    """Twenty pages, and two of them encoded twice."""
    body = path.read_bytes()

    assert not any(check(body, parse_page(body)))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_page_of_another_template_is_whole(path: Path) -> None:
    body = path.read_bytes()

    assert not any(check(body, parse_page(body, "https://sample.invalid/plum.html")))


def with_sections(topic: Topic, sections: tuple[Section, ...]) -> Topic:
    return topic.model_copy(update={"sections": sections})


def with_links(topic: Topic, number: int, links: tuple[Link, ...]) -> Topic:
    changed = topic.sections[number].model_copy(update={"links": links})
    return with_sections(topic, (*topic.sections[:number], changed, *topic.sections[number + 1 :]))


def without_one(values: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """A tuple again and again, each time without one of its values."""
    return (values[:at] + values[at + 1 :] for at in range(len(values)))


def records_without_something(topic: Topic) -> Iterator[tuple[str, Topic]]:
    """The record again and again, each time without one thing."""
    for name in ("also_called", "breadcrumbs", "related_topics", "sections"):
        for rest in without_one(getattr(topic, name)):
            yield name, topic.model_copy(update={name: rest})
    yield "primary_institute", topic.model_copy(update={"primary_institute": None})
    yield "title", topic.model_copy(update={"title": "x"})
    yield from summaries_without_something(topic)
    for number, section in enumerate(topic.sections):
        unheaded = section.model_copy(update={"heading": None})
        yield "heading", with_sections(topic, (*topic.sections[:number], unheaded, *topic.sections[number + 1 :]))
        for links in links_without_something(section.links):
            yield f"links of {section.kind}", with_links(topic, number, links)


def summaries_without_something(topic: Topic) -> Iterator[tuple[str, Topic]]:
    """The record without one line of its summary, and without the attribution."""
    assert topic.summary
    for rest in without_one(tuple(filter(None, topic.summary.text.split("\n")))):
        summary = topic.summary.model_copy(update={"text": "\n".join(map(str, rest))})
        yield "line of the summary", topic.model_copy(update={"summary": summary})
    yield "attribution", topic.model_copy(update={"summary": topic.summary.model_copy(update={"attribution": ()})})


def links_without_something(links: tuple[Link, ...]) -> Iterator[tuple[Link, ...]]:
    """The links of a section without one of them, or without something beside one of them."""
    for at, link in enumerate(links):
        yield links[:at] + links[at + 1 :]
        fields = [field for field in ("organizations", "notes", "alternates") if getattr(link, field)]
        for field in fields + ["labels"] * ("pdf" in link.labels):
            yield (*links[:at], link.model_copy(update={field: ()}), *links[at + 1 :])


@pytest.mark.parametrize("path", [PATH, "/spanish/glimmerfever.html", "/teapotelbow.html", "/leftsockloss.html"])
def test_each_single_loss_is_found(path: str) -> None:
    body = page(path)
    topic = parse_page(body)
    unnoticed = [what for what, record in records_without_something(topic) if not any(check(body, record))]

    assert not unnoticed


def test_one_of_two_like_words_is_missed() -> None:
    body = page().replace(b"</article>", b"<p>plum</p><p>plum</p></article>")
    topic = parse_page(body)
    assert topic.quality.unmapped_text == ("plum", "plum")
    once = topic.model_copy(update={"quality": topic.quality.model_copy(update={"unmapped_text": ("plum",)})})

    assert not lost_words(body, topic)
    assert [(lost.words, lost.line) for lost in lost_words(body, once)] == [("plum", "plum")]


def test_loss_names_the_line_and_the_heading_above_it() -> None:
    body = page()
    topic = parse_page(body)
    number = next(n for n, section in enumerate(topic.sections) if section.kind == "find_an_expert")
    (lost, *_) = lost_words(body, with_links(topic, number, topic.sections[number].links[1:]))

    assert topic.sections[number].links[0].title in lost.line
    assert lost.below == topic.sections[number].heading


def test_another_target_is_a_lost_link() -> None:
    body = page()
    topic = parse_page(body)
    first, *rest = topic.sections[0].links
    wrong = first.model_copy(update={"url": "https://quokka.example/"})

    assert lost_links(body, with_links(topic, 0, (wrong, *rest))) == (first.url,)
    assert not lost_words(body, with_links(topic, 0, (wrong, *rest)))


@pytest.mark.parametrize(
    "source",
    [
        "</div></div></div></div><p>plum</p>",
        "</body></html><p>plum</p>",
        "<!-- <p>plum</p>",
        "<p title='<p>plum</p>",
        "<textarea>plum",
        "<p hidden style='display: none'>plum</p>",
        "<noscript>plum</noscript>",
        f"{'<div>' * 5000}plum",
        "<![CDATA[> plum",
        "<p>pl<!-- x -->um</p>",
        "<p>pl<b>um</b></p>",
        "<p>&#112;lu&#x6d;</p>",
    ],
)
def test_word_is_seen_wherever_it_stands(source: str) -> None:
    """Also where the builders of trees stop reading."""
    body = page()
    topic = parse_page(body)
    wounded = body.replace(b'<a name="cat_', f'{source}<a name="cat_'.encode(), 1)

    assert "plum" in " ".join(lost.words for lost in lost_words(wounded, topic)).split()


@pytest.mark.parametrize(
    "source",
    [
        "<script>plum</script>",
        "<style>plum</style>",
        "<!-- plum -->",
        "<template><p>plum</p></template>",
        "<p title='plum'></p>",
        "<svg><title>plum</title></svg>",
        "<iframe>plum</iframe>",
        "<button>Show More</button>",
        "<p>The information on this site should not be used as a substitute for professional medical care or advice. "
        "Contact a health care provider if you have questions about your health.</p>",
    ],
)
def test_what_no_reader_sees_and_furniture_need_not_be_held(source: str) -> None:
    body = page()
    topic = parse_page(body)

    assert not any(check(body.replace(b"</article>", f"{source}</article>".encode(), 1), topic))


def test_words_in_a_tag_are_told_of_by_a_warning() -> None:
    body = page()
    topic = parse_page(body)
    wounded = body.replace(b"</article>", b'<p title="><b>plum</b><a href="/x"></article>', 1)

    assert "plum" in lost_words(wounded, topic)[0].words


def test_text_and_html_of_a_summary_must_agree() -> None:
    body = page()
    topic = parse_page(body)
    assert topic.summary
    summary = topic.summary.model_copy(update={"html": topic.summary.html.replace("<p>", "<p>x", 1)})

    assert lost_words(body, topic.model_copy(update={"summary": summary}))[0].below == "the summary's HTML"


def test_record_made_elsewhere_of_bytes_in_another_encoding() -> None:
    source = page("/spanish/glimmerfever.html").decode()
    for body in (
        source.encode("utf-16"),
        source.replace("utf-8", "cp1252").encode("cp1252", "xmlcharrefreplace"),
        source.encode().decode("latin-1").encode(),
        source.encode().decode("cp1252", "replace").encode() if "\x81" not in source else source.encode(),
    ):
        assert not any(check(body, parse_page(body))), parse_page(body).provenance.encoding


def test_tokens_are_those_of_a_browser() -> None:
    source = "<P ID=x>a<b>b</b><!-- <p> -->c &amp; d<a  Title='>' HREF=\"/x?a&amp;b\">e</a ><br/>1 < 2</p"

    assert [t if isinstance(t, str) else (t.name, t.is_closing, t.attribute("href")) for t in tokens(source, TAGS)] == [
        ("p", False, None),
        "a",
        "b",
        "c & d",
        ("a", False, "/x?a&b"),
        "e",
        ("a", True, None),
        "1 < 2",
    ]


def test_value_that_runs_on_swallows_markup() -> None:
    broken, whole = Tag("a", False, ' href="x>y</a> <a href="z"'), Tag("a", False, ' title="a < b" alt="="')

    assert broken.swallows_markup
    assert not whole.swallows_markup


def test_content_goes_on_behind_a_footer_that_is_not_the_last() -> None:
    source = "<div id='mplus-content'>a<footer>b</footer>c<section>d</section></div><footer>e</footer>"

    assert [line.text for line in shown(source).lines] == ["a", "d"]


@pytest.mark.parametrize("opening", ["<article>", "<main>", "<div id=content>", "<body>", ""])
@pytest.mark.parametrize("closing", ["<footer>x</footer>", "<div id='footer'>x</div>"])
def test_content_is_found_without_its_id(opening: str, closing: str) -> None:
    assert [line.text for line in shown(f"{opening}<p>plum</p></article>{closing}").lines] == ["plum"]
