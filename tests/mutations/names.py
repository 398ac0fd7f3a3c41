"""Classes, ids and other names that a redesign would change."""

import re
from collections.abc import Callable

from mutations.declarations import Make, Mutant, identical, other, told
from mutations.pages import Page, Record
from mutations.trees import all_of, cut, edited

CLASSES = """
    also-lang alsocalled bulletlist desc-text main orgs page-url section section-body section-header section-title side
    summary-title toccolumn
""".split()
OTHER_CLASSES = """
    desccode hide-offscreen imgdesc more-btn more-links no-header noinfo-subcat page-info page-title section-button
    side-section syndicate toc-label with-also
""".split()
IDS = """
    ht-img-section mplus-footer primary-institute-section related related-topics table-of-contents toc-section topic
    topic-summary topsum_section
""".split()
ANCHORED_BOXES = ("encyclopedia-box", "foreign-languages", "magazine-box")


def rename(page: Page, attribute: str, *names: str) -> bytes | None:
    """A page in whose source classes or ids have other names."""
    pattern = rf"(?<=\s)({attribute}=[\"'])([^\"']*)"
    found = 0

    def renamed(match: re.Match[str]) -> str:
        nonlocal found
        words = match[2].split()
        found += sum(word in names for word in words)
        return match[1] + " ".join(f"x-{word}-2" if word in names else word for word in words)

    source = re.sub(pattern, renamed, page.source)
    return source.encode() if found else None


def renaming(attribute: str, *names: str, record: Callable[[Page], Record | None] = lambda page: page.record) -> Make:
    """Rename, and expect the record that `record` gives."""

    def make(page: Page) -> Mutant | None:
        body = rename(page, attribute, *names)
        return body and Mutant(body, record(page))

    return make


for name in CLASSES:
    identical(f"class {name} renamed")(renaming("class", name))
for name in IDS:
    identical(f"id {name} renamed")(renaming("id", name))
identical("all these classes renamed, and those that only dress the page")(renaming("class", *CLASSES, *OTHER_CLASSES))
identical("both ids of the summary renamed")(renaming("id", "topsum_section", "topic-summary"))
identical("both ids of the related topics renamed")(renaming("id", "related-topics", "related"))
identical("the id of the footer's date renamed")(renaming("id", "lastupdate"))


def _with_anchor(box: str) -> Callable[[Page], Record]:
    def record(page: Page) -> Record:
        copy = page.copy()
        for section in copy["sections"]:
            section["anchor"] = f"x-{box}-2" if section["anchor"] == box else section["anchor"]
        return copy

    return record


for box in ANCHORED_BOXES:
    other(f"id {box} renamed")(renaming("id", box, record=_with_anchor(box)))


@identical("id mplus-lang-toggle renamed")
def language_button(page: Page) -> Mutant | None:
    """The head of the page says the same, where it names other languages at all."""
    body = rename(page, "id", "mplus-lang-toggle")
    return Mutant(body, page.record) if body and "hreflang" in page.source else None


@told("id mplus-content renamed", "content_region")
def content_id(page: Page) -> Mutant | None:
    body = rename(page, "id", "mplus-content")
    return body and Mutant(body, page.record, named=("mplus-content",))


@told("both ids of the content renamed", "content_region")
def content_ids(page: Page) -> Mutant | None:
    body = rename(page, "id", "mplus-content", "topic")
    return body and Mutant(body, page.copy() | {"breadcrumbs": []}, named=("mplus-content",))


@told("id breadcrumbs renamed", "unmapped_link")
def breadcrumbs_id(page: Page) -> Mutant | None:
    body = rename(page, "id", "breadcrumbs")
    crumbs = [f"{crumb['title']} →" for crumb in page.record["breadcrumbs"]]
    return body and Mutant(body, page.copy() | {"breadcrumbs": []}, unmapped=(*crumbs,))


@told("both ids of the table of contents renamed", "contents_missing", maybe=("no_heading", "unknown_section"))
def contents_ids(page: Page) -> Mutant | None:
    body = rename(page, "id", "toc-section", "table-of-contents")
    return body and Mutant(body, None)


@told("the mark of a health topic taken off", "marker_missing")
def page_type(page: Page) -> Mutant | None:
    return Mutant(page.source.replace('id="health_topic"', "", 1).encode(), page.record)


@other("class attribution renamed")
def attribution_class(page: Page) -> Mutant | None:
    """Only the words "NIH:" still say that the last paragraph is no text."""
    body = rename(page, "class", "attribution")
    record = page.copy()
    summary = record["summary"]
    if not body or not summary:
        return None
    (source,) = summary["attribution"]
    if not source["name"].startswith("NIH:"):
        summary["text"] += "\n\n" + source["name"]
        summary["html"] += f"<p>{source['name']}</p>"
        summary["attribution"] = []
    return Mutant(body, record)


@told("class subheading renamed", "contents_differ")
def subheading_class(page: Page) -> Mutant | None:
    body = rename(page, "class", "subheading")
    record = page.copy()
    for section in record["sections"]:
        if section["subheading"]:
            section["heading"] = f"{section['heading']} {section['subheading']}"
            section["subheading"] = None
    return body and Mutant(body, record)


@identical("ids of all sections renamed, their anchors kept")
def section_ids(page: Page) -> Mutant | None:
    return Mutant(re.sub(r'id="(cat_\d+)_section"', r'id="x-\1"', page.source).encode(), page.record)


@identical("anchors before sections dropped")
def section_anchors(page: Page) -> Mutant | None:
    def edit(tree: object) -> bool | None:
        anchors = all_of(tree, "a[name^=cat_]")
        for anchor in anchors:
            cut(anchor)
        return bool(anchors)

    return edited(page, edit)


@identical("ids of section bodies renamed")
def section_body_ids(page: Page) -> Mutant | None:
    return Mutant(re.sub(r'id="section(\d+)"', r'id="body\1"', page.source).encode(), page.record)


@told("every id and anchor of sections renamed", "contents_differ")
def every_section_id(page: Page) -> Mutant | None:
    source = re.sub(r'id="cat_\d+_section"|name="cat_\d+"|id="section\d+"', 'data-x="x"', page.source)
    record = page.copy()
    for section in record["sections"]:
        if section["placement"] == "main":
            section["anchor"] = None
    return Mutant(source.encode(), record)


@other("attribute data-sid renamed")
def record_ids(page: Page) -> Mutant | None:
    record = page.copy()
    for section in record["sections"]:
        for link in section["links"]:
            link["sid"] = None
    return Mutant(page.source.replace("data-sid=", "data-x-sid=").encode(), record)


@other("attribute data-org renamed")
def institute_codes(page: Page) -> Mutant | None:
    record = page.copy()
    links = [link for section in record["sections"] for link in section["links"]]
    rows = {link.get("href"): link for link in page.tree().cssselect("a[data-org]")}
    for link in links:
        if link["nih_institutes"]:
            shown = rows[link["url"]].getparent().cssselect('img[src*="nih."]') if link["url"] in rows else [True]
            link["from_nih"], link["nih_institutes"] = bool(shown), []
    return Mutant(page.source.replace("data-org=", "data-x-org=").encode(), record)


@identical("microdata taken off")
def microdata(page: Page) -> Mutant | None:
    return Mutant(re.sub(r'\sitem(?:prop|scope|type)(?:="[^"]*")?', "", page.source).encode(), page.record)
