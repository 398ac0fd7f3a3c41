"""Summaries come out whole, whatever stands in them, and safe to show.

`pytest tests/test_summaries.py -s -k whole` prints how many of the stored real summaries are whole. What each must
give is read by html5lib, which the parsers do not use.
"""

import json
import re
import unicodedata
from collections import Counter
from html import escape
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from medscrape import PageError, RichText, parse_page

HOME = Path(__file__).resolve().parents[2] / "shared" / "real-pages" / "summaries"
STORED = [json.loads(line) for path in sorted(HOME.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
URL = "https://sample.invalid/plumvinegar.html"
PAGE = """<!DOCTYPE html>
<html lang="en" id="health_topic"><head><meta charset="utf-8"><title>Plum</title><link rel="canonical" href="{url}">
</head><body><header><p>Sample</p></header><div id="mplus-content"><div id="topic"><article>
<div class="page-info"><h1>Plum Vinegar</h1></div>
<div class="main">
<section id="toc-section"><div id="table-of-contents"><div class="toccolumn"><h3>Basics</h3>
<ul><li><a href="#summary">Summary</a></li></ul></div></div></section>
<a name="summary"></a><section id="topsum_section"><div class="summary-title"><h2>Summary</h2></div>
<div id="topic-summary">{summary}</div></section>
</div></article></div></div><footer><p>Sample</p></footer></body></html>
"""
TAGS = set(
    "h2 h3 h4 h5 h6 p ul ol li dl dt dd table thead tbody tfoot tr th td caption a strong em sub sup br img".split()
)
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan", "scope"}}
ATTRIBUTES["th"] = ATTRIBUTES["td"]
SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
BLOCKS = set("p p. li br ul ol dl dt dd table tr div h1 h2 h3 h4 h5 h6 blockquote section".split())


def summary_of(source: str, url: str = URL) -> RichText | None:
    """The summary of a page that says nothing else."""
    return parse_page(PAGE.format(url=url, summary=source).encode()).summary


def tree_of(source: str) -> Tag:
    """A piece of HTML as html5lib sees it."""
    body = BeautifulSoup(f"<body><div>{source}</div></body>", "html5lib").body
    assert body is not None
    return body


def words(text: str) -> list[str]:
    """The words of a text, in order."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", re.sub("[\u00ad\u200b\u2060\ufeff]", "", text)).casefold())


def lines(tree: Tag) -> list[list[str]]:
    """The words of a tree, line by line; blocks and line breaks end a line, cells and inline tags do not."""
    pieces: list[str] = []

    def walk(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, Tag):
                around = "\n" if child.name in BLOCKS else " " if child.name in {"td", "th"} else ""
                pieces.append(around)
                walk(child)
                pieces.append(around)
            elif type(child) is NavigableString:
                pieces.append(re.sub(r"\s", " ", child))

    walk(tree)
    return [found for line in "".join(pieces).split("\n") if (found := words(line))]


def flat(found: list[list[str]]) -> list[str]:
    """The words of lines, in order."""
    return [word for line in found for word in line]


def addresses(tree: Tag, base: str) -> list[str]:
    """Where the links of a tree lead, in order."""
    found = (str(link["href"]).strip() for link in tree.select("a[href]") if link.get_text().strip())
    return [quote(urljoin(base, href), safe="/%:@!$&'()*+,;=~?#[]|-._") for href in found if href]


def shape(tree: Tag) -> Counter[str]:
    """How many headings, list items, cells and pictures a tree has; items that only hold a list are layout."""
    found = tree.find_all(["h2", "h3", "h4", "h5", "h6", "li", "td", "th", "tr", "img"])
    return Counter(tag.name for tag in found if tag.name == "img" or has_own_words(tag))


def has_own_words(tag: Tag) -> bool:
    """Whether an element shows words outside the lists in it."""
    return any(words(text) and text.find_parent(["ul", "ol", tag.name]) is tag for text in tag.find_all(string=True))


def without_attribution(tree: Tag) -> str | None:
    """Take the attribution out of a tree: the last paragraph with an empty class, or the class of that name."""
    told = [tag for tag in tree.find_all(["p", "p."]) if words(tag.get_text())]
    if not told or told[-1].get("class") not in ("", [""], [], ["attribution"]):
        return None
    return squeeze(told[-1].extract().get_text())


def squeeze(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def faults(source: str, url: str) -> list[str]:
    """What is not whole about the summary that a page with this source gives."""
    expected = tree_of(source)
    name = without_attribution(expected)
    summary = summary_of(source, url)
    if summary is None:
        return ["there is none"]
    found = tree_of(summary.html)
    again = summary_of(f'{summary.html}<p class="attribution">{escape(name)}</p>' if name else summary.html, url)
    checks = {
        "lines of html": (lines(expected), lines(found)),
        "words of text": (flat(lines(expected)), words(summary.text)),
        "links": (addresses(expected, url), addresses(found, url)),
        "structure": (shape(expected), shape(found)),
        "attribution": (name, next((source.name for source in summary.attribution), None)),
        "second reading": (summary, again),
    }
    if not expected.select("table"):
        checks["lines of text"] = lines(expected), [words(line) for line in summary.text.splitlines() if words(line)]
    return [f"{what}: {want!r} != {got!r}" for what, (want, got) in checks.items() if want != got]


def test_every_stored_summary_comes_out_whole() -> None:
    if not STORED:
        pytest.skip("there are no stored summaries at ../shared/real-pages/summaries")
    found = {stored["url"]: faults(stored["full_summary_html"], stored["url"]) for stored in STORED}
    print(f"\n{sum(not wrong for wrong in found.values())} of {len(STORED)} summaries whole")

    assert not [f"{url}: {wrong}" for url, wrong in found.items() if wrong]


CASES = {
    "a heading of the second level": ("<h2>Plum?</h2><p>Plum.</p>", "<h2>Plum?</h2><p>Plum.</p>", "Plum?\n\nPlum."),
    "nested lists": (
        "<ul><li>Plum<ul><li>Blue</li><li>Red</li></ul></li><li>Pear</li></ul>",
        "<ul><li>Plum<ul><li>Blue</li><li>Red</li></ul></li><li>Pear</li></ul>",
        "- Plum\n  - Blue\n  - Red\n- Pear",
    ),
    "a list in a paragraph": (
        "<p>Plums:<ol><li>One</li><li>Two</li></ol>Done.</p>",
        "<p>Plums:</p><ol><li>One</li><li>Two</li></ol><p>Done.</p>",
        "Plums:\n\n- One\n- Two\n\nDone.",
    ),
    "paragraphs in an item": (
        "<ul><li><p>One</p><p>Two</p></li></ul>",
        "<ul><li><p>One</p><p>Two</p></li></ul>",
        "- One\n  Two",
    ),
    "blocks in an item": (
        "<ul><li>One <div>two</div> three</li></ul>",
        "<ul><li>One<p>two</p>three</li></ul>",
        "- One\n  two\n  three",
    ),
    "loose words in a list": (
        "<ul>One<li>Two</li></ul>",
        "<ul><li>One</li><li>Two</li></ul>",
        "- One\n- Two",
    ),
    "words of a table outside its cells": (
        "<table><caption>One</caption><p>Two</p><tr><td>Three</td></tr></table>",
        "<table><tr><td>One</td></tr><tr><td>Two</td></tr><tr><td>Three</td></tr></table>",
        "One\nTwo\nThree",
    ),
    "a table": (
        '<table class="info-table-1"><thead><tr><th scope="col">Age</th><th colspan="2">Plums</th></tr></thead>'
        "<tbody><tr><td>5-15</td><td>2</td><td>3</td></tr></tbody></table>",
        '<table><thead><tr><th scope="col">Age</th><th colspan="2">Plums</th></tr></thead>'
        "<tbody><tr><td>5-15</td><td>2</td><td>3</td></tr></tbody></table>",
        "Age | Plums\n5-15 | 2 | 3",
    ),
    "line breaks": ("<p>One<br>two<br/>three</p>", "<p>One<br>two<br>three</p>", "One\ntwo\nthree"),
    "bold and italics": (
        "<p><b>One</b> <i>two</i> H<sub>2</sub>O x<sup>3</sup></p>",
        "<p><strong>One</strong> <em>two</em> H<sub>2</sub>O x<sup>3</sup></p>",
        "One two H2O x3",
    ),
    "a picture": (
        '<p>One <img src="/i/plum.jpg" alt="A plum" width="5" onerror="x()"> two</p>',
        '<p>One <img src="https://sample.invalid/i/plum.jpg" alt="A plum"> two</p>',
        "One two",
    ),
    "non-breaking spaces": ("<p>5&nbsp;plums\u00a0&nbsp; a day</p>", "<p>5 plums a day</p>", "5 plums a day"),
    "an unbalanced paragraph": ("<p>One<p>Two</p></p>", "<p>One</p><p>Two</p>", "One\n\nTwo"),
    "a malformed tag": ('<p>One</p><p. class="x">Two</p.>', "<p>One</p><p>Two</p>", "One\n\nTwo"),
    "text without any tag": ("One & two &lt;three&gt;", "<p>One &amp; two &lt;three&gt;</p>", "One & two <three>"),
    "links": (
        '<p>A <a href="/pear.html" target="x" onclick="y()">pear</a>, a <a href=" plum.html#top ">plum</a></p>',
        '<p>A <a href="https://sample.invalid/pear.html">pear</a>, a '
        '<a href="https://sample.invalid/plum.html#top">plum</a></p>',
        "A pear, a plum",
    ),
    "unsafe links": (
        "<p><a href='javascript:x()'>One</a> <a href=' JaVa&#10;script:x()'>two</a> <a href='data:x,y'>three</a></p>",
        "<p>One two three</p>",
        "One two three",
    ),
    "scripts": ("<p>One<script>two</script><style>three</style></p>", "<p>One</p>", "One"),
    "tags as text": ("<p>&lt;script&gt;x()</p>", "<p>&lt;script&gt;x()</p>", "<script>x()"),
}


PARAMETERS = [pytest.param(*case, id=name) for name, case in CASES.items()]


@pytest.mark.parametrize(("source", "html", "text"), PARAMETERS)
def test_summary_keeps(source: str, html: str, text: str) -> None:
    summary = summary_of(source)

    assert summary
    assert (summary.html, summary.text, summary.attribution) == (html, text, ())


@pytest.mark.parametrize(
    "source",
    [
        '<p class="attribution">{}</p>',
        '<p class="">{} </p>\n',
        '<p. class="">{}</p.>',
        '<strong>\n<p class="">{}</p></strong>',
        '<p class="attribution"> {}</p><p></p>',
        '<p class="">{}</p><table> </table>',
    ],
)
@pytest.mark.parametrize("name", ["NIH: National Institute of Plums", "Centers for Plum Control and Prevention"])
def test_last_paragraph_says_who_wrote_it(source: str, name: str) -> None:
    summary = summary_of("<p>Plums are blue.</p>" + source.format(name))

    assert summary
    assert [attribution.name for attribution in summary.attribution] == [name]
    assert (summary.html, summary.text) == ("<p>Plums are blue.</p>", "Plums are blue.")


HOSTILE_ADDRESSES = st.sampled_from(
    """
    javascript:alert(1) JAVASCRIPT:x jav&#x09;ascript:x java&#10;script:x &#1;javascript:x data:text/html,<b>x
    vbscript:x //quokka.example/x https://quokka.example/x?a=1&b="><b> http:///x http://[ https://a@b.example/ ?x #x ..
    mailto:plum@quokka.example tel:5 ftp://quokka.example/ file:///etc/plum blob:x about:blank x&quot;onload=y
    """.split()
)
ATTRIBUTE_NAMES = st.sampled_from(
    "href src srcset action formaction xlink:href onclick onerror onload style id class title alt colspan scope".split()
)
TAG_NAMES = st.sampled_from(
    """
    a abbr address area article aside audio b base bdo blockquote body br button canvas caption center cite code dd
    details div dl dt em embed fieldset figure font footer form frame frameset h1 h2 h3 h6 head header hr html i iframe
    img input isindex keygen label legend li link main map marquee math menu meta nav noembed nobr noframes noscript
    object ol optgroup option p p. param plaintext pre q s script section select small source span strike strong style
    sub summary sup svg table tbody td template textarea tfoot th thead title tr tt u ul use var video wbr x-plum xmp
    """.split()
)
TEXTS = st.one_of(
    st.sampled_from("Plum < </ <!-- --> ]]> &lt;script&gt; &#0; \x00 \x85 \" '> \u202e & \ufb01".split(" ")),
    st.text(alphabet="abc <>&\"'\n\u00a0é\u0301", max_size=12),
)


def tag(name: str, attributes: list[tuple[str, str]], inner: str, is_closed: bool) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes)
    return f"<{name}{written}>{inner}" + (f"</{name}>" if is_closed else "")


HOSTILE = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        tag,
        TAG_NAMES,
        st.lists(st.tuples(ATTRIBUTE_NAMES, HOSTILE_ADDRESSES), max_size=3),
        st.lists(inner, max_size=4).map("".join),
        st.booleans(),
    ),
    max_leaves=25,
)
PROPERTY = settings(max_examples=250, derandomize=True, database=None, deadline=None)


@PROPERTY
@given(HOSTILE)
def test_html_is_safe_to_show(source: str) -> None:
    summary = read_summary(source)
    if summary is None:
        return
    for element in tree_of(summary.html).select("div *"):
        assert element.name in TAGS, element
        assert set(element.attrs) <= ATTRIBUTES.get(element.name, set()), element
        for name in ("href", "src"):
            if name in element.attrs:
                assert urlsplit(str(element[name])).scheme in SCHEMES, element


@PROPERTY
@given(HOSTILE)
def test_text_has_the_words_of_html(source: str) -> None:
    summary = read_summary(source)
    if summary is not None:
        assert flat(lines(tree_of(summary.html))) == words(summary.text)


@PROPERTY
@given(HOSTILE)
def test_html_read_again_is_the_same(source: str) -> None:
    first = read_summary(source)
    if first is not None and not first.attribution:
        again = summary_of(first.html)
        assert again
        assert (again.html, again.text) == (first.html, first.text)


def read_summary(source: str) -> RichText | None:
    """The summary with this source, or None when it breaks the page around it."""
    try:
        return summary_of(f"<p>Quokka</p>{source}")
    except PageError:
        return None
