"""Sentences, links, lists and tables where none were."""

from collections.abc import Callable

from mutations.declarations import Make, Mutant, identical, other, told
from mutations.pages import Element, Page, Record, written
from mutations.trees import (
    LINK,
    LINK_TITLE,
    LINK_URL,
    SENTENCE,
    all_of,
    anchor_of,
    edited,
    main_sections,
    new,
    plain_link,
    section_in,
)

PARAGRAPH = f"<p>{SENTENCE}</p>"
LIST = "<ul><li>Quokka balm</li><li>Zigzag plum</li></ul>"
TABLE = "<table><tr><th>Quokka</th><td>Gargle</td></tr><tr><th>Plum</th><td>Vinegar</td></tr></table>"
ROW = f"<ul><li>{LINK} <span>(Zigzag Society)</span></li></ul>"

WORDS = {
    "a sentence": (PARAGRAPH, (SENTENCE,)),
    "a list": (LIST, ("- Quokka balm", "- Zigzag plum")),
    "a table": (TABLE, ("Quokka | Gargle", "Plum | Vinegar")),
}
"""What is inserted, and the lines of text that it is."""

Insert = Callable[[Element, Element], bool | None]


def inside(selector: str) -> Insert:
    """Insert at the end of the first element that a selector finds."""

    def insert(tree: Element, inserted: Element) -> bool | None:
        found = all_of(tree, selector)
        if not found:
            return False
        found[0].append(inserted)
        return None

    return insert


def behind(selector: str) -> Insert:
    """Insert behind the first element that a selector finds."""

    def insert(tree: Element, inserted: Element) -> bool | None:
        found = all_of(tree, selector)
        if not found:
            return False
        inserted.tail, found[0].tail = found[0].tail, None
        found[0].addnext(inserted)
        return None

    return insert


NOWHERE: dict[str, Insert] = {
    "into the breadcrumbs": inside("#breadcrumbs"),
    "behind the breadcrumbs": behind("#breadcrumbs"),
    "below the title": inside(".page-title"),
    "into the table of contents": inside("#table-of-contents"),
    "into a column of the table of contents": inside(".toccolumn"),
    "behind the table of contents": behind("#toc-section"),
    "between two sections": behind("section[id^=cat_]"),
    "at the head of the side column": behind("#ht-img-section"),
    "into the box with the image": inside("#ht-img-section .section-body"),
    "into the box with the related topics": inside("#related-topics .section-body"),
    "behind the columns": inside("#topic article"),
    "behind the article": behind("#topic"),
}
"""Places where no field takes running text: what is inserted there must be listed as unmapped."""


def unmapped(source: str, lines: tuple[str, ...], insert: Insert) -> Make:
    """Insert words where no field can hold them."""

    def make(page: Page) -> Mutant | None:
        tree = page.tree()
        if insert(tree, new(source)) is False:
            return None
        return Mutant(written(tree), page.record, unmapped=lines)

    return make


def linked(insert: Insert) -> Make:
    """Insert a link where no field can hold it: its words and its target must be told."""

    def make(page: Page) -> Mutant | None:
        tree = page.tree()
        if insert(tree, new(f"<div>{LINK}</div>")) is False:
            return None
        return Mutant(written(tree), page.record, named=(LINK_URL,), unmapped=(LINK_TITLE,))

    return make


for place, insert in NOWHERE.items():
    told(f"a sentence added {place}")(unmapped(PARAGRAPH, (SENTENCE,), insert))
    if place not in {"into the breadcrumbs", "into the box with the related topics"}:
        told(f"a link added {place}", "unmapped_link")(linked(insert))
for thing, (source, lines) in WORDS.items():
    if thing != "a sentence":
        told(f"{thing} added between two sections")(unmapped(source, lines, NOWHERE["between two sections"]))
        told(f"{thing} added below the title")(unmapped(source, lines, NOWHERE["below the title"]))
        told(f"{thing} added behind the article")(unmapped(source, lines, NOWHERE["behind the article"]))


@told("a sentence added to the institute's box")
def in_institute_box(page: Page) -> Mutant | None:
    tree = page.tree()
    if inside("#primary-institute-section .section-body")(tree, new(PARAGRAPH)) is False:
        return None
    return Mutant(written(tree), page.record, unmapped=(SENTENCE,))


@told("words added to the institute's sentence")
def in_institute_sentence(page: Page) -> Mutant | None:
    tree = page.tree()
    found = all_of(tree, "#primary-institute-section a")
    if not found:
        return None
    found[0].tail = f", {SENTENCE}"
    return Mutant(written(tree), None)


def in_section(source: str, text: str) -> Make:
    """Insert between heading and list: the section's own text."""

    def make(page: Page) -> Mutant | None:
        tree = page.tree()
        sections = [s for s in main_sections(tree) if not section_in(page.record, anchor_of(s))["text"]]
        section = page.pick(sections, "insert")
        section.cssselect(".section-body")[0].insert(0, new(source))
        record = page.copy()
        section_in(record, anchor_of(section))["text"] = text
        return Mutant(written(tree), record)

    return make


other("a sentence added between heading and list")(in_section(PARAGRAPH, SENTENCE))
other("a list of words added between heading and list")(in_section(LIST, "- Quokka balm\n- Zigzag plum"))
other("a table added between heading and list")(in_section(TABLE, "Quokka | Gargle\nPlum | Vinegar"))


@other("a sentence with a link added between heading and list")
def linked_sentence(page: Page) -> Mutant | None:
    tree = page.tree()
    sections = [s for s in main_sections(tree) if not section_in(page.record, anchor_of(s))["text"]]
    section = page.pick(sections, "linked")
    section.cssselect(".section-body")[0].insert(0, new(f"<p>Gargle {LINK} at dusk.</p>"))
    record = page.copy()
    one = section_in(record, anchor_of(section))
    one["text"] = f"Gargle {LINK_TITLE} at dusk."
    one["links"].insert(0, plain_link(LINK_TITLE, LINK_URL))
    return Mutant(written(tree), record)


@told("a heading made a link", "unmapped_link")
def linked_heading(page: Page) -> Mutant | None:
    tree = page.tree()
    heading = page.pick(main_sections(tree), "linked heading").cssselect("h2")[0]
    words, heading.text = heading.text, None
    heading.insert(0, new(f'<a href="{LINK_URL}">{words}</a>'))
    return Mutant(written(tree), page.record, named=(LINK_URL,))


@other("a picture that is a link added between heading and list")
def linked_picture(page: Page) -> Mutant | None:
    tree = page.tree()
    sections = [s for s in main_sections(tree) if not section_in(page.record, anchor_of(s))["text"]]
    section = page.pick(sections, "linked picture")
    picture = f'<p>Zigzag <a href="{LINK_URL}"><img src="/i/plum.png" alt="{LINK_TITLE}"></a></p>'
    section.cssselect(".section-body")[0].insert(0, new(picture))
    record = page.copy()
    one = section_in(record, anchor_of(section))
    one["text"] = "Zigzag"
    one["links"].insert(0, plain_link(LINK_TITLE, LINK_URL))
    return Mutant(written(tree), record)


@told("an image map added between heading and list", "unmapped_link")
def image_map(page: Page) -> Mutant | None:
    tree = page.tree()
    section = page.pick(main_sections(tree), "image map")
    source = f'<map name="plum"><area shape="rect" href="{LINK_URL}" alt="{LINK_TITLE}"></map>'
    section.cssselect(".section-body")[0].insert(0, new(source))
    return Mutant(written(tree), page.record, named=(LINK_URL,))


@told("bare words added behind the content")
def behind_content(page: Page) -> Mutant | None:
    tree = page.tree()
    all_of(tree, "#mplus-content")[0].tail = SENTENCE
    return Mutant(written(tree), page.record, unmapped=(SENTENCE,))


@other("bare words added between rows")
def between_rows(page: Page) -> Mutant | None:
    tree = page.tree()
    sections = [s for s in main_sections(tree) if not section_in(page.record, anchor_of(s))["text"]]
    section = page.pick(sections, "between rows")
    section.cssselect("li")[0].tail = SENTENCE
    record = page.copy()
    section_in(record, anchor_of(section))["text"] = f"- {SENTENCE}"
    return Mutant(written(tree), record)


@other("a heading added between rows")
def heading_between_rows(page: Page) -> Mutant | None:
    tree = page.tree()
    sections = [s for s in main_sections(tree) if not section_in(page.record, anchor_of(s))["text"]]
    section = page.pick(sections, "heading between rows")
    section.cssselect("ul.bulletlist")[0].addprevious(new("<h4>Zigzag</h4>"))
    record = page.copy()
    section_in(record, anchor_of(section))["text"] = "Zigzag"
    return Mutant(written(tree), record)


@other("a sentence added beside a heading")
def beside_heading(page: Page) -> Mutant | None:
    tree = page.tree()
    sections = [s for s in main_sections(tree) if not section_in(page.record, anchor_of(s))["text"]]
    section = page.pick(sections, "beside heading")
    section.cssselect("h2")[0].addnext(new(f"<div>{SENTENCE}</div>"))
    record = page.copy()
    section_in(record, anchor_of(section))["text"] = SENTENCE
    return Mutant(written(tree), record)


def side_record(page: Page, anchor: str, change: Callable[[Record], None]) -> Record | None:
    """The record of a page with a change in a box of the side column; None when it has none."""
    record = page.copy()
    for section in record["sections"]:
        if section["anchor"] == anchor:
            change(section)
            return record
    return None


@other("a sentence added to the encyclopedia's box")
def in_encyclopedia_box(page: Page) -> Mutant | None:
    record = side_record(page, "encyclopedia-box", lambda section: section.update(text=SENTENCE))
    tree = page.tree()
    if record is None or inside("#encyclopedia-box .section-body")(tree, new(PARAGRAPH)) is False:
        return None
    return Mutant(written(tree), record)


@other("a link added to the magazine's box")
def in_magazine_box(page: Page) -> Mutant | None:
    link = plain_link(LINK_TITLE, LINK_URL) | {"organizations": ["Zigzag Society"]}
    record = side_record(page, "magazine-box", lambda section: section["links"].append(link))
    tree = page.tree()
    if record is None or inside("#magazine-box .section-body")(tree, new(ROW)) is False:
        return None
    return Mutant(written(tree), record)


@other("a related topic added")
def related_topic(page: Page) -> Mutant | None:
    tree = page.tree()
    if inside("#related")(tree, new(f"<li>{LINK}</li>")) is False:
        return None
    record = page.copy()
    record["related_topics"].append({"title": LINK_TITLE, "url": LINK_URL})
    return Mutant(written(tree), record)


@other("a breadcrumb added")
def breadcrumb(page: Page) -> Mutant | None:
    tree = page.tree()
    all_of(tree, "#breadcrumbs a")[-1].getparent().addnext(new(f"<div>{LINK} →</div>"))
    record = page.copy()
    record["breadcrumbs"].append({"title": LINK_TITLE, "url": LINK_URL})
    return Mutant(written(tree), record)


@told("a box with a new heading added to the side column", "unknown_section")
def new_box(page: Page) -> Mutant | None:
    tree = page.tree()
    box = f'<section id="plum-box"><div class="side-section"><h2>Plum News</h2>{ROW}</div></section>'
    if behind("#ht-img-section")(tree, new(box)) is False:
        return None
    record = page.copy()
    place = sum(section["placement"] == "main" for section in record["sections"])
    record["sections"].insert(
        place,
        {
            "kind": "other",
            "heading": "Plum News",
            "subheading": None,
            "group": None,
            "placement": "side",
            "anchor": "plum-box",
            "links": [plain_link(LINK_TITLE, LINK_URL) | {"organizations": ["Zigzag Society"]}],
            "text": None,
            "license": None,
        },
    )
    return Mutant(written(tree), record, named=("Plum News",))


def in_summary(source: str, text: str, html: str) -> Make:
    """Insert as the first thing of the summary."""

    def make(page: Page) -> Mutant | None:
        tree = page.tree()
        found = all_of(tree, "#topic-summary")
        if not found or "application/ld+json" not in page.source:
            return None
        found[0].insert(0, new(source))
        record = page.copy()
        summary = record["summary"]
        summary["text"] = f"{text}\n\n{summary['text']}"
        summary["html"] = html + summary["html"]
        return Mutant(written(tree), record)

    return make


SUMMARY_TABLE = TABLE.replace("<table>", '<table class="info-table-1" onclick="x()">')
for name, source, text, kept in (
    ("a sentence", PARAGRAPH, SENTENCE, PARAGRAPH),
    ("a heading", "<h2 id='x'>Plum vinegar</h2>", "Plum vinegar", "<h2>Plum vinegar</h2>"),
    ("a list", LIST, "- Quokka balm\n- Zigzag plum", LIST),
    ("a table", SUMMARY_TABLE, "Quokka | Gargle\nPlum | Vinegar", TABLE),
):
    told(f"{name} added to the summary", "summary_differs")(in_summary(source, text, kept))


@identical("scripts and styles added everywhere")
def scripts(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for element in all_of(tree, "#topic li, #topic section, #topic h2, #topic h3"):
            element.append(new("<script>var plum = '<p>vinegar</p>';</script>"))
            element.append(new("<style>.quokka { color: plum }</style>"))

    return edited(page, edit)


@identical("empty elements added everywhere")
def empty_elements(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for element in all_of(tree, "#topic li, #topic section, #topic div"):
            element.append(new('<div class="ad"><span></span></div>'))
            element.append(new('<a id="x"></a>'))

    return edited(page, edit)


@identical("a dialog about cookies before the content")
def cookie_dialog(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        source = "<div class='cookies'><h2>Cookies</h2><p>We use cookies. Log in or consent.</p></div>"
        tree.body.insert(0, new(source))

    return edited(page, edit)


@identical("a notice of coming maintenance before the content")
def maintenance_notice(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        tree.body.insert(0, new("<div><h1>Maintenance</h1><p>The site is under maintenance on Sunday.</p></div>"))

    return edited(page, edit)
