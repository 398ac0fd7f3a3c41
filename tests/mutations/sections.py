"""Sections and columns dropped, doubled, moved, wrapped and headed anew."""

from copy import deepcopy

from medscrape.vocabulary.sections import KIND_BY_NUMBER
from mutations.declarations import Mutant, identical, other, told
from mutations.pages import Element, Page, written
from mutations.trees import (
    SENTENCE,
    all_of,
    anchor_of,
    cut,
    edited,
    heading_of,
    main_sections,
    new,
    retag,
    section_in,
    without_section,
)


def _picked(page: Page, tree: Element, purpose: str) -> Element:
    """A section of the main column: not the last one, with a number that we know, and with nothing but rows."""
    sections = [section for section in main_sections(tree)[:-1] if int(anchor_of(section)[4:]) in KIND_BY_NUMBER]
    plain = [section for section in sections if section_in(page.record, anchor_of(section))["text"] is None]
    section: Element = page.pick(plain, purpose)
    return section


def _contents_entry(tree: Element, anchor: str) -> Element:
    (entry,) = all_of(tree, f'#table-of-contents a[href="#{anchor}"]')
    return entry.getparent()


@told("a section dropped", "contents_differ")
def dropped(page: Page) -> Mutant | None:
    tree = page.tree()
    section = cut(_picked(page, tree, "drop"))
    return Mutant(written(tree), without_section(page, anchor_of(section)), named=(heading_of(section),))


@other("a section dropped, and its entry in the table of contents")
def dropped_with_entry(page: Page) -> Mutant | None:
    tree = page.tree()
    section = cut(_picked(page, tree, "drop"))
    cut(_contents_entry(tree, anchor_of(section)))
    return Mutant(written(tree), without_section(page, anchor_of(section)))


@told("a section doubled", "duplicate_section", maybe=("contents_order",))
def doubled(page: Page) -> Mutant | None:
    tree = page.tree()
    section = _picked(page, tree, "double")
    anchor = anchor_of(section)
    section.addnext(deepcopy(section))
    record = page.copy()
    place = record["sections"].index(section_in(record, anchor))
    record["sections"].insert(place, record["sections"][place])
    return Mutant(written(tree), record, named=(f"#{anchor}",))


@told("a section moved to the end", "contents_order")
def moved(page: Page) -> Mutant | None:
    tree = page.tree()
    section = cut(_picked(page, tree, "move"))
    main_sections(tree)[-1].addnext(section)
    record = page.copy()
    mains = [s for s in record["sections"] if s["placement"] == "main"]
    one = section_in(record, anchor_of(section))
    rest = [s for s in record["sections"] if s is not one]
    record["sections"] = [*rest[: len(mains) - 1], one, *rest[len(mains) - 1 :]]
    return Mutant(written(tree), record)


@told("a section moved to the side column", "contents_differ")
def moved_to_side(page: Page) -> Mutant | None:
    tree = page.tree()
    section = cut(_picked(page, tree, "side"))
    (aside,) = all_of(tree, "div.side > aside")
    aside.append(section)
    record = page.copy()
    one = section_in(record, anchor_of(section))
    one["placement"] = "side"
    record["sections"] = [s for s in record["sections"] if s is not one] + [one]
    return Mutant(written(tree), record, named=(heading_of(section),))


@identical("the columns swapped")
def columns_swapped(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        (main,), (side,) = all_of(tree, "div.main"), all_of(tree, "div.side")
        main.addprevious(cut(side))

    return edited(page, edit)


@identical("the side column put inside the main one")
def side_inside_main(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        (main,), (side,) = all_of(tree, "div.main"), all_of(tree, "div.side")
        main.append(cut(side))

    return edited(page, edit)


@identical("every section wrapped in new containers")
def wrapped(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for section in main_sections(tree):
            wrapper = new('<div class="card"><div class="card-inner"></div></div>')
            section.addprevious(wrapper)
            wrapper[0].append(cut(section))

    return edited(page, edit)


@identical("all sections wrapped in one section without heading")
def wrapped_in_section(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        wrapper = new('<section class="all"></section>')
        main_sections(tree)[0].addprevious(wrapper)
        for section in main_sections(tree):
            wrapper.append(cut(section))

    return edited(page, edit)


@identical("sections turned into divs")
def sections_as_divs(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for section in all_of(tree, "#topic section"):
            retag(section, "div")

    return edited(page, edit)


@identical("the article turned into a div, the aside too")
def article_as_div(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for element in all_of(tree, "#topic article, #topic aside"):
            retag(element, "div")

    return edited(page, edit)


@identical("divs turned into semantic elements")
def semantic(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        retag(all_of(tree, "div.main")[0], "main")
        retag(all_of(tree, "div.page-info")[0], "header")
        retag(all_of(tree, "#breadcrumbs")[0], "nav")

    return edited(page, edit)


@identical("wrappers inside sections taken away")
def unwrapped(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for wrapper in all_of(tree, ".main .section, .main .section-header, .main .section-body, .side .side-section"):
            wrapper.drop_tag()

    return edited(page, edit)


@identical("headings of sections one level down")
def smaller_headings(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for heading in all_of(tree, "section[id^=cat_] h2"):
            retag(heading, "h3")

    return edited(page, edit)


@identical("headings of sections as plain divs")
def headings_as_divs(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for heading in all_of(tree, "section[id^=cat_] h2"):
            retag(heading, "div")

    return edited(page, edit)


@told("the heading of a section dropped", "no_heading", "contents_differ")
def heading_dropped(page: Page) -> Mutant | None:
    tree = page.tree()
    section = _picked(page, tree, "no heading")
    record = page.copy()
    one = section_in(record, anchor_of(section))
    heading = heading_of(section)
    cut(section.cssselect("h2")[0])
    one["heading"] = one["subheading"] = None
    return Mutant(written(tree), record, named=(heading, anchor_of(section)))


@told("a section headed with new words", "contents_differ")
def heading_new(page: Page) -> Mutant | None:
    tree = page.tree()
    section = _picked(page, tree, "new heading")
    record = page.copy()
    section_in(record, anchor_of(section))["heading"] = "Plum Vinegar"
    old, section.cssselect("h2")[0].text = heading_of(section), "Plum Vinegar"
    return Mutant(written(tree), record, named=(old,))


@told("a section headed like one of another kind", "contents_differ", "heading_differs")
def heading_of_another_kind(page: Page) -> Mutant | None:
    tree = page.tree()
    section = _picked(page, tree, "wrong heading")
    heading = "Genetics" if anchor_of(section) != "cat_46" else "Symptoms"
    record = page.copy()
    section_in(record, anchor_of(section))["heading"] = heading
    section.cssselect("h2")[0].text = heading
    return Mutant(written(tree), record, named=(heading,))


def _translated(page: Page, *, in_contents: bool) -> Mutant | None:
    """Another heading for Clinical Trials, which every page has."""
    found = [s for s in page.record["sections"] if s["anchor"] == "cat_27"]
    if not found:
        return None
    words, other_words = "Clinical Trials", "Ensayos clínicos"
    if page.record["language"] == "es":
        words, other_words = other_words, words
    tree = page.tree()
    all_of(tree, "#cat_27_section h2")[0].text = other_words
    if in_contents:
        all_of(tree, '#table-of-contents a[href="#cat_27"]')[0].text = other_words
    record = page.copy()
    section_in(record, "cat_27")["heading"] = other_words
    return Mutant(written(tree), record, named=() if in_contents else (words,))


@told("a heading translated", "contents_differ")
def heading_translated(page: Page) -> Mutant | None:
    return _translated(page, in_contents=False)


@other("a heading translated, in the table of contents too")
def heading_translated_twice(page: Page) -> Mutant | None:
    return _translated(page, in_contents=True)


@told("a new section under a known heading", "contents_differ")
def new_known_section(page: Page) -> Mutant | None:
    heading = "Juegos" if page.record["language"] == "es" else "Games"
    if any(section["kind"] == "games" for section in page.record["sections"]):
        return None
    return _with_new_section(page, f"<section><h2>{heading}</h2><p>{SENTENCE}</p></section>", "games", heading)


@told("a new hidden section under a new heading", "contents_differ", "unknown_section")
def new_hidden_section(page: Page) -> Mutant | None:
    source = f'<section hidden class="hide-offscreen"><h2>Plum Vinegar</h2><div><p>{SENTENCE}</p></div></section>'
    return _with_new_section(page, source, "other", "Plum Vinegar")


@told("a new heading and text loose in the main column", "contents_differ", "unknown_section")
def loose_section(page: Page) -> Mutant | None:
    return _with_new_section(page, f"<div><h2>Plum Vinegar</h2><p>{SENTENCE}</p></div>", "other", "Plum Vinegar")


def _with_new_section(page: Page, source: str, kind: str, heading: str) -> Mutant:
    tree = page.tree()
    main_sections(tree)[-1].addnext(new(source))
    record = page.copy()
    place = sum(section["placement"] == "main" for section in record["sections"])
    made = {
        "kind": kind,
        "heading": heading,
        "subheading": None,
        "group": None,
        "placement": "main",
        "anchor": None,
        "links": [],
        "text": SENTENCE,
        "license": None,
    }
    record["sections"].insert(place, made)
    return Mutant(written(tree), record, named=(heading,))


@told("a list emptied", "empty_section")
def list_emptied(page: Page) -> Mutant | None:
    tree = page.tree()
    section = _picked(page, tree, "empty")
    for row in section.cssselect("li"):
        cut(row)
    record = page.copy()
    section_in(record, anchor_of(section))["links"] = []
    return Mutant(written(tree), record, named=(heading_of(section),))


@told("every list of the main column emptied", "empty_section")
def lists_emptied(page: Page) -> Mutant | None:
    tree = page.tree()
    for row in all_of(tree, "section[id^=cat_] li"):
        cut(row)
    record = page.copy()
    sections = [section for section in record["sections"] if section["placement"] == "main"]
    if not record["summary"] or any(section["text"] for section in sections):
        return None
    for section in sections:
        section["links"] = []
    return Mutant(written(tree), record)


@identical("a list split in two")
def list_split(page: Page) -> Mutant | None:
    def edit(tree: Element) -> bool | None:
        section = max(main_sections(tree), key=lambda section: len(section.cssselect("li")))
        (first,) = section.cssselect("ul.bulletlist")
        second = new('<ul class="more"></ul>')
        first.addnext(second)
        for row in list(first)[1:]:
            second.append(cut(row))
        return len(second) > 0

    return edited(page, edit)


@told("the summary dropped", "contents_differ", maybe=("summary_differs",))
def summary_dropped(page: Page) -> Mutant | None:
    tree = page.tree()
    found = all_of(tree, "#topsum_section")
    if not found:
        return None
    cut(found[0])
    return Mutant(written(tree), page.copy() | {"summary": None})


@told("the summary doubled", "duplicate_section", maybe=("contents_differ", "contents_order", "unknown_section"))
def summary_doubled(page: Page) -> Mutant | None:
    tree = page.tree()
    found = all_of(tree, "#topsum_section")
    if not found:
        return None
    found[0].addnext(deepcopy(found[0]))
    return Mutant(written(tree), None)


@identical("the summary in two divs")
def summary_split(page: Page) -> Mutant | None:
    def edit(tree: Element) -> bool | None:
        found = all_of(tree, "#topic-summary")
        if not found or any(child.tag not in {"p", "ul", "ol", "h3", "table"} for child in found[0]):
            return False
        summary = found[0]
        first, second = new('<div class="a"></div>'), new('<div class="b"></div>')
        half = len(summary) // 2
        for number, child in enumerate(list(summary)):
            (first if number < half else second).append(child)
        summary.text = None
        summary.extend([first, second])
        return True

    return edited(page, edit)
