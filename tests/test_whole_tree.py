"""The tree of a page holds the whole page, and nothing that was put there to find out."""

import pytest
from hostile_pages import URL, page, rows
from hypothesis import given
from hypothesis import strategies as st

from medscrape import parse_page
from medscrape.errors import PageError
from medscrape.parsers.document import Document

MARK = "medscrape-end"
ROW = '<li><a href="https://a.example/x" data-sid="7">Row</a></li>'
WHOLE = page("<p>First words</p>", more=rows(ROW) + "<p>Last words</p>").decode()


def outcome(body: str | bytes) -> str:
    """The record, or why there is none."""
    try:
        return parse_page(body, URL).to_line().decode()
    except PageError as error:
        return f"{error.reason}: {error.detail}"


@pytest.mark.parametrize("end", ["</body>", "</html>", "</body></html>", "</BODY >\n</HTML\t>", "</body></body>"])
@pytest.mark.parametrize("place", ["<h2>Start Here", "<li>", "<p>Last words"])
def test_an_end_tag_in_the_middle_ends_nothing(place, end):
    torn = WHOLE.replace(place, end + place)

    assert torn != WHOLE
    assert parse_page(torn, URL).content_hash == parse_page(WHOLE, URL).content_hash


@pytest.mark.parametrize(
    "after", ["", "\n", "<!-- cached -->\n", "\n<!-- a --> <!-- b -->", "</html>", "<!---->" * 300]
)
def test_what_may_stand_behind_the_end_changes_nothing(after):
    assert parse_page(WHOLE + after, URL).content_hash == parse_page(WHOLE, URL).content_hash


@pytest.mark.parametrize(
    "opening",
    ["<!-- ", "<p title='", '<a href="', "<p ", "<", "</", "<textarea>", "<title>", "<script>", "<style>", "<template>",
     "<select><option>", "<table><tr><td>", "<svg><title>", "<pre>", "<xmp>", "<plaintext>", "&am", "<iframe>"],
)  # fmt: skip
@pytest.mark.parametrize("is_closed", [True, False])
def test_the_mark_is_never_part_of_what_was_found(opening, is_closed):
    """Whatever is open where the file ends takes the mark in."""
    start = WHOLE[: WHOLE.index("</body>")] + opening

    assert MARK not in outcome(start + ("</body></html>" if is_closed else ""))


@given(st.integers(0, len(WHOLE)))
def test_the_mark_is_never_part_of_a_page_cut_anywhere(place):
    assert MARK not in outcome(WHOLE[:place])


@given(st.binary(max_size=300))
def test_the_mark_is_never_in_the_tree_of_anything(body):
    try:
        document = Document.of(body, URL)
    except PageError:
        return
    assert next(document.root.iter(MARK), None) is None
    assert MARK not in "".join(document.root.itertext())


@pytest.mark.parametrize("second", ["<!doctype html>", "<!DOCTYPE html><html>", "\n<!DocType html>"])
def test_a_second_page_is_known_by_how_it_begins(second):
    """Wherever it begins: in a script of the first it would leave no trace in the tree."""
    torn = WHOLE[: WHOLE.index("</head>")] + "<script>var a = '"

    assert "several pages" in outcome(torn + second + WHOLE.removeprefix("<!DOCTYPE html>"))
