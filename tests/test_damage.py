"""Damaged and made-up pages: no crash, no hang, and nothing lost in silence."""

import re
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

import hostile_pages
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medscrape import PageError, RejectionReason, Topic, parse_page
from medscrape.sample_site import build
from medscrape.verification import check

LONGEST = 1.0
"""Seconds that one page may take."""
PROPERTY = settings(
    max_examples=200,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
URL = "https://sample.invalid/plum.html"
PAGES = Path(__file__).parent / "pages"
PATHS = "/balloonears.html /spanish/puddlejumping.html /dozingfoot.html /spanish/hiccuppolka.html".split()
CUT = {RejectionReason.TRUNCATED, RejectionReason.EMPTY, RejectionReason.NO_TITLE, RejectionReason.NOT_A_TOPIC}
JUNK = [
    b"<", b">", b'"', b"'", b"=", b"&", b"&#", b"<!--", b"-->", b"</", b"<!", b"<?", b"\x00", b"\xff", b"\xc3", b"\x93",
    b"<div>", b"</div>", b"</section>", b"</article>", b"<section>", b"<ul>", b"</ul>", b"<li>", b"</li>", b"<p>",
    b"</a>", b"<a>", b"<a href=x>", b"<h2>", b"</h2>", b"<h1>", b"<table>", b"</table>", b"<tr>", b"<td>", b"<form>",
    b"<b>", b"<script>", b"</script>", b"<style>", b"<textarea>", b"<title>", b"<select>", b"<svg>",
    b"<iframe>", b"<plaintext>", b"<footer>", b"<body>", b"</body>", b"<html>", b"</html>", b"<head>", b"]]>",
]  # fmt: skip


@cache
def sample(path: str) -> bytes:
    """A page of the sample site."""
    return build().get(path).body


@cache
def content(path: str) -> tuple[int, int]:
    """Where its content begins and ends."""
    body = sample(path)
    return body.index(b'id="mplus-content"'), body.index(b"<footer")


def read(body: bytes) -> Topic | PageError:
    """What becomes of a page, within the time it may take."""
    start = time.perf_counter()
    try:
        return parse_page(body, URL)
    except PageError as error:
        return error
    finally:
        assert time.perf_counter() - start < LONGEST


def assert_nothing_is_lost(body: bytes) -> None:
    """A page is rejected, or the outside checker finds everything that it shows."""
    found = read(body)
    if isinstance(found, Topic):
        lost = check(body, found)
        assert not lost.words, lost.words
        assert not lost.links, lost.links


class Wound(NamedTuple):
    """One thing that happens to the bytes of a page."""

    kind: str
    place: int
    """In ten-thousandths of the page."""
    size: int
    junk: bytes
    other: str

    def on(self, body: bytes) -> bytes:
        """The wounded page."""
        at, size = len(body) * self.place // 10_000, self.size
        match self.kind:
            case "insert":
                return body[:at] + self.junk + body[at:]
            case "delete":
                return body[:at] + body[at + size % 4 :]
            case "replace":
                return body[:at] + bytes([size % 256]) + body[at + 1 :]
            case "repeat":
                return body[:at] + body[max(0, at - size) :]
            case "swap":
                return body[:at] + body[at + 200 : at + 400] + body[at : at + 200] + body[at + 400 :]
            case _:
                return body[:at] + sample(self.other)[size:]


WOUND = st.builds(
    Wound,
    kind=st.sampled_from(["insert", "delete", "replace", "repeat", "swap", "splice"]),
    place=st.integers(0, 10_000),
    size=st.integers(1, 30_000),
    junk=st.sampled_from(JUNK),
    other=st.sampled_from(PATHS),
)


@PROPERTY
@given(st.sampled_from(PATHS), st.lists(WOUND, min_size=1, max_size=4))
def test_damage_never_loses_in_silence(path: str, wounds: list[Wound]) -> None:
    body = sample(path)
    for wound in wounds:
        body = wound.on(body)

    assert_nothing_is_lost(body)


@PROPERTY
@given(st.sampled_from(PATHS), st.data())
def test_page_cut_within_its_content_is_rejected(path: str, data: st.DataObject) -> None:
    begin, end = content(path)
    found = read(sample(path)[: data.draw(st.integers(begin, end))])

    assert isinstance(found, PageError)
    assert found.reason in CUT


@PROPERTY
@given(st.sampled_from(PATHS), st.data())
def test_page_cut_within_its_footer_is_read_with_a_warning(path: str, data: st.DataObject) -> None:
    body = sample(path)
    found = read(body[: data.draw(st.integers(content(path)[1] + len(b"<footer>"), body.rindex(b"</html>")))])

    assert isinstance(found, Topic)
    assert "ends_early" in {warning.code for warning in found.quality.warnings}


@cache
def parts() -> list[str]:
    """Titled blocks of the sample site: sections, summaries, boxes of the side column."""
    sources = [sample(path).decode() for path in PATHS]
    found = [block for source in sources for block in re.findall(r"(?s)<section\b.*?</section>", source)]
    return sorted({block for block in found if "usa-banner" not in block and "toc-section" not in block})


TEXTS = st.text(alphabet="ab &\u00e9\u00a0\n.;:()-", max_size=20)
LOOSE = st.builds(
    "<{0}>{1}{2}</{0}>".format,
    st.sampled_from("p div span ul li h3 h4 b table td blockquote dl dd center x-plum a".split()),
    TEXTS.map(lambda text: text.replace("&", "&amp;")),
    st.sampled_from(["", "<br>", "plum", "<a href='/pear.html'>Pear</a>", "<ul><li>Plum<li>Pear</ul>", "<em>x</em>y"]),
)


BLOCKS = st.lists(st.one_of(st.integers(0, 1000), LOOSE), max_size=8)


def written(blocks: list[int | str]) -> str:
    """Blocks one after another; a number stands for a titled block of the sample site."""
    return "\n".join(block if isinstance(block, str) else parts()[block % len(parts())] for block in blocks)


@PROPERTY
@given(st.sampled_from(PATHS), BLOCKS, BLOCKS)
def test_composed_page_is_read_whole(path: str, main: list[int | str], side: list[int | str]) -> None:
    body = sample(path).decode()
    body = body.replace('<div class="side">', f'{written(main)}<div class="side">', 1)
    body = body.replace("</aside>", f"{written(side)}</aside>", 1)

    assert isinstance(read(body.encode()), Topic)
    assert_nothing_is_lost(body.encode())


def with_source(source: str) -> bytes:
    """A page that holds something behind its summary."""
    body = sample(PATHS[0]).decode()
    return body.replace('<a name="cat_', f'{source}<a name="cat_', 1).encode()


HUGE = {
    "10,000 elements inside each other": "<div>" * 10_000 + "plum" + "</div>" * 10_000,
    "10,000 inline elements inside each other": "<b>" * 10_000 + "plum",
    "10,000 lists inside each other": "<ul><li>" * 10_000 + "plum",
    "100,000 elements beside each other": "<p>plum</p>" * 100_000,
    "100,000 list items": f"<section><h2>Plum</h2><ul>{'<li>plum</li>' * 100_000}</ul></section>",
    "an attribute of a megabyte": f'<p title="{"plum " * 200_000}">plum</p>',
    "an address of a megabyte": f'<section><h2>Plum</h2><p><a href="/{"plum" * 250_000}">plum</a></p></section>',
    "a word of a megabyte": f"<p>{'plum' * 250_000}</p>",
    "a text of twelve megabytes": f"<p>{'plum ' * 2_400_000}</p>",
    "10,000 attributes": f"<p {' '.join(f'a{n}=1' for n in range(10_000))}>plum</p>",
    "100,000 attributes": f"<p {' '.join(f'a{n}' for n in range(100_000))}>plum</p>",
    "100,000 attributes with values": f"<p {' '.join(f'a{n}={n}' for n in range(100_000))}>plum</p>",
    "100,000 links inside each other": "<a href=/plum.html><p>" * 100_000,
    "100 links inside each other": f"<section><h2>Plum</h2><ul>{'<li><a href=/x' * 100}>Fig</a></li></ul></section>",
    "10,000 known headings": "<h2>Start Here</h2><p>plum</p>" * 10_000,
    "100,000 stray ends": "</div>" * 100_000,
    "100,000 opened brackets": f"<section><h2>Plum</h2><ul><li><a href='/x'>P</a>{'(' * 100_000}</li></ul></section>",
    "100,000 broken tags": "<a <" * 100_000,
    "100,000 quotes": "<a title='\"" * 100_000,
    "100,000 entities": "&#x70;&amp;lt" * 100_000,
}
SECONDS = 20.0
BOUNDS = {RejectionReason.NOT_READABLE, RejectionReason.TOO_LARGE, RejectionReason.TRUNCATED}


@pytest.mark.parametrize(
    "source",
    [pytest.param(source, id=name) for name, source in HUGE.items()],
)
def test_huge_things_stay_bounded(source: str) -> None:
    body = with_source(source)
    start = time.perf_counter()
    try:
        found: Topic | PageError = parse_page(body)
    except PageError as error:
        found = error
    lost = check(body, found) if isinstance(found, Topic) else None

    assert time.perf_counter() - start < SECONDS
    assert lost is None or not any(lost)
    assert lost or getattr(found, "reason", None) in BOUNDS


ENDS = ["</div>", "</td>", "</td></tr></table>", "</ul></div>", "</body>", "</html>"]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    "name", ["offline-archive/hiccupweather", "offline-archive/hiccupweather-es", "older/puddlefever"]
)
def test_end_tag_too_many_in_a_page_of_an_offline_archive(name: str, end: str) -> None:
    body = (PAGES / name / "page.html").read_bytes()
    start = body.index(b"</h1>")
    for place in (found.start() for found in re.finditer(rb"<(?:h2|p|ul|li|/ul)\b", body) if found.start() > start):
        assert_nothing_is_lost(body[:place] + end.encode() + body[place:])


def test_navigation_behind_the_content_of_an_offline_archive_is_no_text_of_the_page() -> None:
    body = (PAGES / "offline-archive/hiccupweather/page.html").read_bytes()
    navigation = body[body.index(b'<div id="nav">') : body.index(b'<div id="content">')]
    moved = body.replace(navigation, b"").replace(b'<div id="footer">', navigation + b'<div id="footer">')

    assert parse_page(moved, URL).quality == parse_page(body, URL).quality
    assert parse_page(moved, URL).content_hash == parse_page(body, URL).content_hash


@pytest.mark.parametrize("swallower", ["<script>", "<title>", "<!--", '<a href="', "<textarea>", "<style>"])
def test_what_swallows_the_end_of_a_page_without_a_foot_is_told(swallower: str) -> None:
    body = (PAGES / "older/puddlefever/page.html").read_bytes()
    place = body.index(b"<h2>Organizations")
    assert_nothing_is_lost(body[:place] + swallower.encode() + body[place:].replace(b'"', b""))


def test_row_in_another_language_among_related_topics_is_told() -> None:
    beside = "(Fig Inc.) - Easy-to-Read Also in <a href='https://sample.invalid/es/pear'>Spanish</a>"
    row = f"<li><a href='/pear.html'>Pear</a> {beside}</li>"
    body = with_source(f"<section id='related-topics'><h2>Related Health Topics</h2><ul>{row}</ul></section>")

    assert_nothing_is_lost(body)
    told = {(warning.code, warning.detail) for warning in parse_page(body).quality.warnings}
    assert ("unmapped_link", "'es' leads to https://sample.invalid/es/pear, which no field holds") in told


def test_ids_with_white_space_in_them_are_clean() -> None:
    row = "<li><a href='/pear.html' data-sid='12\u2028\n 3'>Pear</a></li>"
    text = "<p><a href='/fig.html' data-sid='\u2028'>Fig</a></p>"
    topic = parse_page(with_source(f"<section id='one \n two'><h2>Plums</h2>{text}<ul>{row}</ul></section>"))

    section = next(section for section in topic.sections if section.heading == "Plums")
    assert (section.anchor, [link.sid for link in section.links]) == ("one two", [None, "12 3"])


def test_twenty_thousand_organizations_beside_a_link() -> None:
    row = f"<li><a href='/pear.html'>Pear</a> {'(Fig (Inc.)) ' * 20_000}- PDF</li>"
    topic = parse_page(with_source(f"<section id='cat_51_section'><h2>Start Here</h2><ul>{row}</ul></section>"))

    link = next(link for section in topic.sections for link in section.links if link.title == "Pear")
    assert link.organizations == ("Fig (Inc.)",) * 20_000
    assert link.labels == ("pdf",)


@pytest.mark.parametrize(
    "row",
    [
        "<li><table><tr><td>Damson</table><a href='/pear.html'>Pear</a></li>",
        "<li><a href='/pear.html'>Pear</a><table><tr><td>Damson</li>",
        "<li><a href='/pear.html'>Pear</a> <td>Damson</li><li><a href='/fig.html'>Fig</a></li>",
        "<li><td><a href='/pear.html'>Pear</a> Damson</li>",
    ],
)
def test_table_cell_without_an_end_in_a_row(row: str) -> None:
    body = with_source(f"<section id='cat_51_section'><h2>Start Here</h2><ul>{row}</ul></section>")

    assert isinstance(read(body), Topic)
    assert b"Damson" in read(body).to_line()  # type: ignore[union-attr]
    assert_nothing_is_lost(body)


@pytest.mark.parametrize(
    "source",
    [
        "<template><p>Damson</p>",
        "<template id='x'>hidden</template><p>plum</p><template class='y'><section><h2>Damson</h2><p>Fig</p></section>",
        "<section><h2>Plum</h2><ul><li><a href='/pear.html'>Pear</a><TEMPLATE> Damson</li></ul></section>",
    ],
)
def test_template_without_an_end_hides_nothing(source: str) -> None:
    found = read(with_source(source))

    assert isinstance(found, Topic)
    assert b"Damson" in found.to_line()
    assert b"hidden" not in found.to_line()
    assert_nothing_is_lost(with_source(source))


SECTION = "<section id='cat_51_section'><h2>Start <a href='/fig.html'>Here</a></h2><p>Words</p></section>"


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("<h1>Plum <a href='/fig.html'>Fig</a></h1>", True),
        ("<h1><a href='/balloonears.html'>Plum</a></h1>", False),
        ("<h1>Plum</h1><div class='alsocalled'>Also called: <a href='/fig.html'>Fig</a></div>", True),
        (f"<h1>Plum</h1>{SECTION}", True),
    ],
)
def test_links_in_what_is_kept_as_words_are_told(title: str, is_told: bool) -> None:
    """But for one to the page itself."""
    body = re.sub(rb"(?s)<h1.*?</h1>", title.encode(), sample("/balloonears.html"), count=1)
    warnings = parse_page(body, URL).quality.warnings

    assert any(warning.code == "unmapped_link" for warning in warnings) is is_told


@pytest.mark.parametrize(
    "line",
    [
        '<p class="attribution">NIH: Institute of Plums',
        '<div class="alsocalled">Also called: Plum',
        '<span class="page-url">URL of this page: https://sample.invalid/plum.html',
    ],
)
def test_line_without_its_end_tag_takes_no_section_in(line: str) -> None:
    more = '<section id="cat_92_section"><h2>Diagnosis and Tests</h2><p>Last words</p></section>'
    section = hostile_pages.rows(hostile_pages.ROW) + more
    torn = parse_page(hostile_pages.page(f"<p>First words</p>{line}{section}"), URL)
    closed = parse_page(hostile_pages.page(f"<p>First words</p>{line}</p></div></span>", more=section), URL)

    assert [section.heading for section in torn.sections] == ["Start Here", "Diagnosis and Tests"]
    assert [section.links for section in torn.sections] == [section.links for section in closed.sections]
    assert "Start Here" not in repr(torn.also_called) + repr(torn.summary and torn.summary.attribution)
