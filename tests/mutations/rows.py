"""Rows of link lists in other elements, with other things beside the link."""

import re
from copy import deepcopy
from html import escape, unescape
from typing import Any

from mutations.declarations import Mutant, identical, other, told
from mutations.pages import Element, Page, Record, written
from mutations.trees import (
    LINK,
    LINK_TITLE,
    LINK_URL,
    SENTENCE,
    all_of,
    anchor_of,
    cut,
    edited,
    main_sections,
    new,
    plain_link,
    retag,
    section_in,
)

ROWS = "section[id^=cat_] ul.bulletlist > li"


class PickedRow:
    """A row of the main column, in the tree and in the record."""

    def __init__(self, page: Page, purpose: str, selector: str = "li") -> None:
        self.tree = page.tree()
        self.record: Record = page.copy()
        sections = [s for s in main_sections(self.tree) if s.cssselect(selector) and not self._text_of(s)]
        self.exists = bool(sections)
        if not self.exists:
            return
        section = page.pick(sections, purpose)
        self.item: Element = page.pick(section.cssselect(selector), purpose)
        self.number = section.cssselect("li").index(self.item)
        self.links: list[dict[str, Any]] = section_in(self.record, anchor_of(section))["links"]
        self.section = section_in(self.record, anchor_of(section))
        self.link = self.links[self.number]
        self.anchor: Element = self.item.cssselect("a")[0]

    def _text_of(self, section: Element) -> str | None:
        """Running text, whose links would stand between the rows."""
        text: str | None = section_in(self.record, anchor_of(section))["text"]
        return text

    def mutant(self, **more: Any) -> Mutant:
        """The page as it is now."""
        return Mutant(written(self.tree), self.record, **more)


def _retagged(page: Page, list_tag: str, row_tag: str) -> Mutant | None:
    def edit(tree: Element) -> None:
        for row in all_of(tree, ROWS):
            retag(row, row_tag)
        for rows in all_of(tree, "section[id^=cat_] ul.bulletlist"):
            retag(rows, list_tag)

    return edited(page, edit)


@identical("rows as divs")
def rows_as_divs(page: Page) -> Mutant | None:
    return _retagged(page, "div", "div")


@identical("rows as an ordered list")
def rows_as_ordered_list(page: Page) -> Mutant | None:
    return _retagged(page, "ol", "li")


@identical("rows as paragraphs")
def rows_as_paragraphs(page: Page) -> Mutant | None:
    return _retagged(page, "div", "p")


@identical("rows as definitions")
def rows_as_definitions(page: Page) -> Mutant | None:
    return _retagged(page, "dl", "dd")


@identical("rows as a table")
def rows_as_table(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for rows in all_of(tree, "section[id^=cat_] ul.bulletlist"):
            for row in list(rows):
                retag(row, "td")
                line = new("<tr></tr>")
                row.addprevious(line)
                line.append(cut(row))
            retag(rows, "table")

    return edited(page, edit)


@identical("links of rows wrapped")
def links_wrapped(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for row in all_of(tree, ROWS):
            anchor = row.cssselect("a")[0]
            wrapper = new('<div class="title"><strong></strong></div>')
            anchor.addprevious(wrapper)
            wrapper[0].append(cut(anchor))

    return edited(page, edit)


@identical("everything beside the links bare, without an element of its own")
def bare_words(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for span in all_of(tree, f"{ROWS} span"):
            span.drop_tag()

    return edited(page, edit)


@identical("links as words in bold")
def bold_titles(page: Page) -> Mutant | None:
    def edit(tree: Element) -> None:
        for anchor in all_of(tree, f"{ROWS} > a"):
            inner = new("<b></b>")
            inner.text, anchor.text = anchor.text, None
            anchor.insert(0, inner)

    return edited(page, edit)


@other("words added behind a link")
def words_behind(page: Page) -> Mutant | None:
    row = PickedRow(page, "behind")
    row.item.append(new(f"<em>{SENTENCE}</em>"))
    row.link["notes"].append(SENTENCE)
    return row.mutant()


@other("words added before a link")
def words_before(page: Page) -> Mutant | None:
    row = PickedRow(page, "before")
    row.item.insert(0, new(f"<em>{SENTENCE}</em>"))
    row.link["notes"].insert(0, SENTENCE)
    return row.mutant()


@other("a paragraph added to a row")
def paragraph_in_row(page: Page) -> Mutant | None:
    row = PickedRow(page, "paragraph")
    row.item.append(new(f"<p>{SENTENCE}</p>"))
    row.link["notes"].append(SENTENCE)
    return row.mutant()


@other("a second link added to a row")
def second_link(page: Page) -> Mutant | None:
    row = PickedRow(page, "second link")
    row.anchor.addnext(new(LINK))
    row.links.insert(row.number + 1, plain_link(LINK_TITLE, LINK_URL))
    return row.mutant()


@other("a list of links nested in a row")
def nested_list(page: Page) -> Mutant | None:
    row = PickedRow(page, "nested")
    row.item.append(new(f"<ul><li>{LINK}</li></ul>"))
    row.links.insert(row.number + 1, plain_link(LINK_TITLE, LINK_URL))
    return row.mutant()


@other("a list of words nested in a row")
def nested_words(page: Page) -> Mutant | None:
    row = PickedRow(page, "nested words")
    row.item.append(new(f"<ul><li>{SENTENCE}</li></ul>"))
    row.section["text"] = "\n\n".join(filter(None, [row.section["text"], f"- {SENTENCE}"]))
    return row.mutant()


@told("a new language beside a link", "unknown_language")
def new_language(page: Page) -> Mutant | None:
    return _with_language(page, "Quokkish", "und", ["Quokkish"], ("Quokkish",))


@other("a second known language beside a link")
def second_language(page: Page) -> Mutant | None:
    return _with_language(page, "Français", "fr", [], ())


def _with_language(page: Page, name: str, tag: str, notes: list[str], named: tuple[str, ...]) -> Mutant | None:
    row = PickedRow(page, "language", "li:has(.also-lang)")
    if not row.exists:
        return None
    row.item.cssselect(".also-lang")[0].append(new(f'<a href="https://quokka.example/x">{name}</a>'))
    row.link["alternates"].append({"language": tag, "url": "https://quokka.example/x"})
    row.link["notes"] += notes
    return row.mutant(named=named)


@other("a new mark beside a link")
def new_mark(page: Page) -> Mutant | None:
    row = PickedRow(page, "mark")
    row.item.append(new('<img src="/images/quokka.png" alt="Quokka Podcast">'))
    row.link["labels"].append("quokka_podcast")
    return row.mutant()


@other("a mark beside a link in words")
def mark_in_words(page: Page) -> Mutant | None:
    row = PickedRow(page, "pdf")
    if "pdf" in row.link["labels"]:
        return None
    row.item.append(new('<span class="desccode"> - PDF</span>'))
    row.link["labels"].append("pdf")
    return row.mutant()


@identical("the end of a row forgotten")
def open_row(page: Page) -> Mutant | None:
    source, count = re.subn(r"</li>(?=\s*<li>)", "", page.source)
    return Mutant(source.encode(), page.record) if count else None


@identical("two rows in one list item")
def two_rows_in_one(page: Page) -> Mutant | None:
    """Who made the second resource must not be said of the first one."""
    row = PickedRow(page, "merge", "li + li:has(.orgs)")
    if not row.exists:
        return None
    item, above = row.item, row.item.getprevious()
    above.extend(list(item))
    cut(item)
    return row.mutant()


@told("a link made unsafe", "unsafe_link")
def unsafe_link(page: Page) -> Mutant | None:
    row = PickedRow(page, "unsafe")
    row.anchor.set("href", "javascript:alert('plum')")
    return Mutant(written(row.tree), None, named=("javascript:alert",))


@told("the target of a link dropped", "link_without_target")
def target_dropped(page: Page) -> Mutant | None:
    row = PickedRow(page, "no target")
    del row.anchor.attrib["href"]
    return Mutant(written(row.tree), None, named=(row.link["title"],))


@told("the target of a link broken", "unsafe_link")
def target_broken(page: Page) -> Mutant | None:
    row = PickedRow(page, "broken target")
    row.anchor.set("href", "http://[plum")
    return Mutant(written(row.tree), None, named=("http://[plum",))


@other("a row doubled")
def row_doubled(page: Page) -> Mutant | None:
    row = PickedRow(page, "double row")
    row.item.addnext(deepcopy(row.item))
    row.links.insert(row.number, row.link)
    return row.mutant()


@other("a row dropped")
def row_dropped(page: Page) -> Mutant | None:
    row = PickedRow(page, "drop row", "li + li")
    if not row.exists:
        return None
    cut(row.item)
    del row.links[row.number]
    return row.mutant()


@other("an organization added")
def organization_added(page: Page) -> Mutant | None:
    row = PickedRow(page, "organization", "li:has(.orgs)")
    span = row.item.cssselect(".orgs")[0]
    span.text = span.text.rstrip()[:-1] + "; Quokka Society, Inc. (Zigzag))"
    row.link["organizations"].append("Quokka Society, Inc. (Zigzag)")
    return row.mutant()


@identical("tracking added to every link")
def tracking(page: Page) -> Mutant | None:
    def tracked(match: re.Match[str]) -> str:
        place, mark, fragment = unescape(match[2]).partition("#")
        url = f"{place}{'&' if '?' in place else '?'}utm_source=plum&utm_medium=x{mark}{fragment}"
        return f'{match[1]}{escape(url)}"'

    source, count = re.subn(r'(<a [^>]*?href=")(https?://[^"]+)"', tracked, page.source)
    return Mutant(source.encode(), page.record) if count else None


@identical("links of the site relative")
def relative_links(page: Page) -> Mutant | None:
    home = "/".join(page.record["url"].split("/")[:3])
    source = re.sub(rf'(<a [^>]*?href="){home}/', r"\1/", page.source)
    return Mutant(source.encode(), page.record) if source != page.source else None


@identical("addresses of links in white space")
def spaced_links(page: Page) -> Mutant | None:
    return Mutant(re.sub(r'(<a [^>]*?href=")(http[^"]+)"', r'\1 \n\2 "', page.source).encode(), page.record)
