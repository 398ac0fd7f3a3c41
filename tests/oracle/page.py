"""The fields of a current topic page."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from oracle.links import link_record, named, row, topic_id
from oracle.strings import Record, absolute, href, one, own_words, snake, squeeze, text, words

SIDE_KINDS = {
    "encyclopedia-box": "medical_encyclopedia",
    "foreign-languages": "other_languages",
    "magazine-box": "magazine",
    None: "disclaimers",
}
TYPED_SIDE_SECTIONS = {"ht-img-section", "related-topics", "primary-institute-section"}


def read_tree(soup: BeautifulSoup) -> Record:
    """Give every field that the parsed page fills, as JSON data."""
    url = href(one(soup, "link[rel=canonical]"))
    return {
        "id": topic_id(url),
        "url": url,
        "language": str(one(soup, "html")["lang"]),
        "title": words(one(soup, "h1")),
        "description": meta(soup, "description")[0],
        "keywords": [*meta(soup, "keywords")],
        "also_called": also_called(soup),
        "alternate_titles": [*meta(soup, "DC.Title.Alternate")],
        "mesh_headings": [*meta(soup, "DC.Subject.MeSH")],
        "groups": [*meta(soup, "DC.Relation.IsPartOf")],
        "breadcrumbs": [named("title", crumb) for crumb in soup.select("#breadcrumbs a")],
        "translations": [
            {"language": str(link["hreflang"]), "url": href(link)}
            for link in soup.select("link[rel=alternate][hreflang]")
            if href(link) != url
        ],
        "summary": summary(soup),
        "sections": [*main_sections(soup), *side_sections(soup)],
        "image": image(soup),
        "related_topics": [named("title", link) for link in soup.select("#related-topics li a")],
        "primary_institute": next((named("name", link) for link in soup.select("#primary-institute-section a")), None),
        "date_created": meta(soup, "DC.Date.Created")[0],
        "page_updated": meta(soup, "DC.Date.Modified")[0],
        "last_reviewed": None,
        "rss_url": href(one(soup, "link[type='application/rss+xml']")),
    }


def contents(soup: BeautifulSoup) -> list[tuple[str, str, str]]:
    """List the table of contents as (group, anchor, heading), without its entry for the summary."""
    return [
        (snake(words(one(column, "h3"))), str(link["href"]).removeprefix("#"), words(link))
        for column in soup.select("#table-of-contents .toccolumn")
        for link in column.select("li a")
        if link["href"] != "#summary"
    ]


def also_called(soup: BeautifulSoup) -> list[str]:
    """List the page's synonyms, which are joined by commas outside parentheses."""
    return [
        name
        for span in soup.select(".alsocalled")
        for name in re.split(r", (?![^()]*\))", words(span).removeprefix("Also called: "))
    ]


def summary(soup: BeautifulSoup) -> Record | None:
    """Give the summary's text and whom it is attributed to."""
    body = soup.select_one("#topic-summary")
    if body is None:
        return None
    return {
        "text": "\n".join(lines(body)),
        "attribution": [{"name": words(source), "url": None} for source in body.select(".attribution")],
        "license": "public-domain",
    }


def lines(block: Tag) -> Iterator[str]:
    """Walk the blocks of a summary: one line for each heading, paragraph and list item, items with a dash."""
    for child in block.find_all(True, recursive=False):
        if child.name in {"ul", "ol"}:
            yield from lines(child)
        elif "attribution" not in child.get("class", []):
            own = squeeze(
                "".join(text(node) for node in child.children if getattr(node, "name", "") not in {"ul", "ol"})
            )
            yield f"- {own}" if child.name == "li" else own
            yield from (line for nested in child.find_all(["ul", "ol"], recursive=False) for line in lines(nested))


def main_sections(soup: BeautifulSoup) -> Iterator[Record]:
    """Give the link sections of the main column, grouped as the table of contents groups them."""
    groups = {anchor: group for group, anchor, _ in contents(soup)}
    for section in soup.select(".main section[id^=cat_]"):
        anchor = str(section["id"]).removesuffix("_section")
        heading = own_words(one(section, "h2"))
        yield {
            "kind": snake(heading),
            "heading": heading,
            "subheading": next((words(span) for span in section.select("h2 .subheading")), None),
            "group": groups[anchor],
            "placement": "main",
            "anchor": anchor,
            "links": [row(item) for item in section.select(".section-body > ul > li")],
            "text": None,
            "license": None,
        }


def side_sections(soup: BeautifulSoup) -> Iterator[Record]:
    """Give the boxes of the side column that have no field of their own."""
    for section in soup.select(".side aside > section"):
        anchor = str(section["id"]).strip() if section.has_attr("id") else None
        if anchor in TYPED_SIDE_SECTIONS:
            continue
        body = one(section, ".section-body")
        rows = body.select("ul > li")
        yield {
            "kind": SIDE_KINDS[anchor],
            "heading": words(one(section, "h2")),
            "subheading": None,
            "group": None,
            "placement": "side",
            "anchor": anchor,
            "links": [row(item) for item in rows] or [link_record(link) for link in body.select("a")],
            "text": None if rows else words(body),
            "license": None,
        }


def image(soup: BeautifulSoup) -> Record | None:
    """Give the topic's own image."""
    for shown in soup.select("#ht-img-section img"):
        return {"url": absolute(str(shown["src"])), "alt": squeeze(str(shown["alt"])), "license": None}
    return None


def meta(soup: BeautifulSoup, name: str) -> list[str]:
    """List the contents of the metas of one name."""
    return [squeeze(str(tag["content"])) for tag in soup.select(f'meta[name="{name}"]')]
