"""Files that are cut, spliced or badly nested, and bytes in the wrong encoding."""

import codecs
import re
from dataclasses import replace

from medscrape.errors import RejectionReason
from mutations.declarations import Make, Mutant, identical, other, rejected, told
from mutations.insertions import in_section
from mutations.pages import Page, pages
from mutations.trees import SENTENCE, replaced

CUT = (RejectionReason.TRUNCATED, RejectionReason.EMPTY, RejectionReason.NO_TITLE, RejectionReason.NOT_A_TOPIC)
CONTENT = re.compile(r'id="mplus-content"')
END_OF_CONTENT = re.compile(r"<footer\b")


def content_bounds(page: Page) -> tuple[int, int]:
    """Where the content of a page begins and ends, in bytes."""
    begin, end = CONTENT.search(page.source), END_OF_CONTENT.search(page.source)
    if not begin or not end:
        raise ValueError(page.name)
    return len(page.source[: begin.start()].encode()), len(page.source[: end.start()].encode())


def cut_at(share: float) -> Make:
    """Cut a page within its content."""

    def make(page: Page) -> Mutant:
        begin, end = content_bounds(page)
        return Mutant(page.body[: begin + int((end - begin) * share)], None)

    return make


for percent in (1, 10, 30, 50, 70, 90):
    reasons = CUT if percent < 20 else (RejectionReason.TRUNCATED,)
    rejected(f"cut at {percent} % of the content", *reasons)(cut_at(percent / 100))


@rejected("cut within a row", RejectionReason.TRUNCATED)
def cut_in_row(page: Page) -> Mutant:
    place = page.pick([m.start() for m in re.finditer(rb"data-sid", page.body)][:-1], "cut")
    return Mutant(page.body[:place], None)


@rejected("cut within the head", *CUT)
def cut_in_head(page: Page) -> Mutant:
    return Mutant(page.body[: page.body.index(b"</head>") // 2], None)


@told("cut within the content and closed again", "contents_differ", maybe=("json_ld_missing",))
def cut_and_closed(page: Page) -> Mutant | None:
    """A program may have closed the file in good order."""
    if not has_many_sections(page):
        return None
    kept = page.body[: page.body.index(b'class="side"')]
    kept = kept[: kept.index(b"<section", len(kept) // 2)]
    return Mutant(kept[: kept.rindex(b"</section>")] + b"</section></div></article></div></body></html>", None)


@told("cut within the footer", "ends_early", maybe=("json_ld_missing",))
def cut_in_footer(page: Page) -> Mutant:
    place = page.body.index(b"<footer")
    return Mutant(page.body[: place + 600], page.record)


@told("a section that has come into the footer", "unknown_section", "contents_differ")
def section_in_footer(page: Page) -> Mutant:
    """The words of the footer cannot be told from content then."""
    inside = page.body.index(b">", page.body.index(b"<footer")) + 1
    section = f'<section id="cat_999_section"><h2>Zigzag</h2><p>{SENTENCE}</p></section>'
    return Mutant(page.body[:inside] + section.encode() + page.body[inside:], None)


@told("cut before the last line", "ends_early")
def cut_before_end(page: Page) -> Mutant:
    return Mutant(page.body[: page.body.rindex(b"</html>")], page.record)


def has_many_sections(page: Page) -> bool:
    """Whether half a page of this kind has sections too."""
    return page.source.count('<section id="cat_') >= 5


def the_other(page: Page) -> Page:
    """Another page of the same language."""
    language = page.record["language"]
    others = [p for p in pages() if p.record["language"] == language and p is not page and has_many_sections(p)]
    found: Page = page.pick(others, "other page")
    return found


@rejected("another page put in the middle of the content", RejectionReason.NOT_READABLE)
def interleaved(page: Page) -> Mutant:
    begin, end = content_bounds(page)
    place = page.body.index(b"</section>", (begin + end) // 2) + len(b"</section>")
    return Mutant(page.body[:place] + the_other(page).body + page.body[place:], None)


@rejected("another page put behind the page", RejectionReason.NOT_READABLE)
def concatenated(page: Page) -> Mutant:
    return Mutant(page.body + b"\n" + the_other(page).body, None)


@told(
    "the second half of another page",
    maybe=(
        "contents_differ",
        "contents_order",
        "date_differs",
        "duplicate_section",
        "summary_differs",
        "title_differs",
        "unknown_section",
    ),
)
def spliced(page: Page) -> Mutant | None:
    """Half of the page, the rest from another one, from section to section."""
    if not has_many_sections(page):
        return None
    other = the_other(page)
    begin, end = content_bounds(page)
    place = page.body.index(b"</section>", (begin + end) // 2)
    begin, end = content_bounds(other)
    return Mutant(page.body[:place] + other.body[other.body.index(b"</section>", (begin + end) // 2) :], None)


def after_section(page: Page, source: str) -> Mutant:
    """A page with something put behind a section of its main column."""
    places = [m.end() for m in re.finditer("</section>", page.source[: page.source.index('class="side"')])]
    place = page.pick(places[1:-1], "behind section")
    return Mutant((page.source[:place] + source + page.source[place:]).encode(), page.record)


def in_row(page: Page, source: str) -> Mutant:
    """A page with something put at the end of a row of its main column."""
    places = [m.start() for m in re.finditer("</li>", page.source[: page.source.index('class="side"')])]
    place = page.pick(places[-5:], "in row")
    return Mutant((page.source[:place] + source + page.source[place:]).encode(), page.record)


for tag in ("</div>", "</section>", "</ul>", "</span>", "</p>", "</body>", "</html>"):
    identical(f"a stray {tag} in a row")(lambda page, tag=tag: in_row(page, tag))
for tag in ("</div>", "</div></div>", "</article></div></div>", "</div>" * 6, "</body>", "</html>", "<body>", "<html>"):
    identical(f"a stray {tag} behind a section")(lambda page, tag=tag: after_section(page, tag))
for tag in ("<div>", "<section>", "<span>", "<b>", "<form>", "<font>"):
    identical(f"an unclosed {tag} behind a section")(lambda page, tag=tag: after_section(page, tag))


@identical("end tags of sections forgotten")
def open_sections(page: Page) -> Mutant:
    """The ids say where the next one begins."""
    start = page.source.index('name="cat_')
    end = page.source.index('class="side"')
    middle = page.source[start:end].replace("</section>", "")
    return Mutant((page.source[:start] + middle + page.source[end:]).encode(), page.record)


def without_last_end(page: Page, start: str, end: str, tag: str) -> Mutant | None:
    """The page without the last end tag of a kind in a stretch of it."""
    if start not in page.source:
        return None
    begin = page.source.index(start)
    place = page.source.rindex(tag, begin, page.source.index(end, begin))
    return Mutant((page.source[:place] + page.source[place + len(tag) :]).encode(), page.record)


@identical("an end tag forgotten in the table of contents")
def open_contents(page: Page) -> Mutant | None:
    """All sections stand inside it then."""
    return without_last_end(page, 'id="table-of-contents"', "</section>", "</div>")


@identical("the end tag of the table of contents forgotten")
def open_contents_section(page: Page) -> Mutant | None:
    return without_last_end(page, 'id="table-of-contents"', '<a name="', "</section>")


@told("an end tag forgotten in the breadcrumbs")
def open_breadcrumbs(page: Page) -> Mutant | None:
    """The line with the page's address is one of them then."""
    mutant = without_last_end(page, 'id="breadcrumbs"', '<div id="topic"', "</div>")
    address = re.search(r">([^<>]+: *https?://[^<>]+\.html)<", page.source)
    return mutant and replace(mutant, unmapped=(address[1],) if address else ())


@rejected("a comment that never ends", RejectionReason.TRUNCATED, RejectionReason.NOT_READABLE)
def open_comment(page: Page) -> Mutant:
    source = re.sub(r"<!--.*?-->", "", page.source, flags=re.DOTALL)
    place = source.rindex('<a name="cat_')
    return Mutant((source[:place] + "<!-- " + source[place:]).encode(), None)


@told("a quote forgotten behind an address", "odd_address", maybe=("unsafe_link",))
def open_address(page: Page) -> Mutant | None:
    """The next attribute becomes part of the address."""
    content = slice(*(len(page.body[:end].decode()) for end in content_bounds(page)))
    places = [content.start + m.end() for m in re.finditer(r'<a href="[^"]+(?=" target=)', page.source[content])]
    place = page.pick(places, "open address")
    return Mutant((page.source[:place] + page.source[place + 1 :]).encode(), None)


@told("a quote forgotten before the words of a link", "broken_markup", maybe=("unmapped_link",))
def open_quote(page: Page) -> Mutant | None:
    """All words up to the next quote become part of an attribute."""
    places = [m.end() for m in re.finditer(r'<li>\s*<a href="[^"]+"[^>]* data-sid="\d+(?=" ?>)', page.source)]
    place = page.pick(places, "open quote")
    return Mutant((page.source[:place] + page.source[place + 1 :]).encode(), None)


@rejected("an attribute that never ends", RejectionReason.TRUNCATED, RejectionReason.NOT_READABLE)
def endless_attribute(page: Page) -> Mutant:
    place = page.source.rindex('<a name="cat_')
    rest = page.source[place:].replace("'", "&#39;")
    return Mutant((page.source[:place] + "<a title='" + rest).encode(), None)


@told("a section below 300 elements")
def nested_deep(page: Page) -> Mutant:
    """Builders of trees give up at some depth, in silence."""
    mutant = after_section(page, "<div>" * 300 + f"<p>{SENTENCE}</p>" + "</div>" * 300)
    return Mutant(mutant.body, page.record, unmapped=(SENTENCE,))


# --- encodings


@identical("a byte order mark")
def byte_order_mark(page: Page) -> Mutant:
    return Mutant(codecs.BOM_UTF8 + page.body, page.record)


@identical("in UTF-16")
def utf_16(page: Page) -> Mutant:
    return Mutant(codecs.BOM_UTF16_LE + page.source.encode("utf-16-le"), page.record)


@identical("another encoding declared than is used")
def wrong_declaration(page: Page) -> Mutant | None:
    return replaced(page, '<meta charset="utf-8"', '<meta charset="iso-8859-1"')


@identical("no encoding declared")
def no_declaration(page: Page) -> Mutant:
    return Mutant(re.sub(r"<meta[^>]*charset[^>]*>", "", page.source).encode(), page.record)


@identical("in Windows-1252, and declared so")
def windows_1252(page: Page) -> Mutant | None:
    source = re.sub('charset="utf-8"|charset=UTF-8', "charset=windows-1252", page.source)
    return Mutant(source.encode("cp1252", "xmlcharrefreplace"), page.record)


@identical("in Windows-1252, undeclared")
def windows_1252_undeclared(page: Page) -> Mutant | None:
    source = re.sub(r"<meta[^>]*charset[^>]*>", "", page.source)
    body = source.encode("cp1252", "xmlcharrefreplace")
    return Mutant(body, page.record) if len(source) > len(source.encode("ascii", "ignore")) else None


@identical("encoded twice")
def double_encoding(page: Page) -> Mutant:
    return Mutant(page.body.decode("latin-1").encode(), page.record)


@identical("encoded twice, as Windows-1252")
def double_encoding_windows(page: Page) -> Mutant | None:
    try:
        return Mutant(page.body.decode("cp1252").encode(), page.record)
    except UnicodeDecodeError:
        return None


@identical("encoded twice in its second half")
def half_double_encoding(page: Page) -> Mutant:
    lines = page.body.split(b"\n")
    half = len(lines) // 2
    again = [line.decode("latin-1").encode() for line in lines[half:]]
    return Mutant(b"\n".join(lines[:half] + again), page.record)


@other("letters of other scripts, encoded twice")
def other_scripts(page: Page) -> Mutant | None:
    mutant = in_section("<div><p>Plum – zigzag</p>\n<p>β-plum</p></div>", "Plum – zigzag\n\nβ-plum")(page)
    return mutant and Mutant(mutant.body.decode("latin-1").encode(), mutant.record)


@told("a byte that is no character", "replacement_character", maybe=("summary_differs",))
def bad_byte(page: Page) -> Mutant:
    place = page.body.index(b"</h2>")
    return Mutant(page.body[:place] + b" \xff" + page.body[place:], None)


@told("a control character", "control_character", maybe=("summary_differs",))
def control_character(page: Page) -> Mutant:
    place = page.body.index(b"</h2>")
    return Mutant(page.body[:place] + " \x93".encode() + page.body[place:], None)


@identical("null bytes between tags")
def null_bytes(page: Page) -> Mutant:
    return Mutant(page.body.replace(b"<li>", b"\x00<li>\x00"), page.record)
