"""Scrapers of such pages as people write them: the fields one thinks of first, by CSS selectors."""

from typing import Any
from urllib.parse import urljoin

from benchmarks.readers.found import Found, Reader

_HOME = "https://medlineplus.gov/"
Fields = dict[str, Any]


def by_beautiful_soup() -> Reader:
    """The usual script: title, summary, sections and their links."""
    from bs4 import BeautifulSoup

    def read(body: bytes) -> Fields:
        soup = BeautifulSoup(body, "lxml")
        summary = soup.select_one("#topic-summary")
        return {
            "title": soup.h1.get_text(strip=True) if soup.h1 else None,
            "summary": summary.get_text(" ", strip=True) if summary else None,
            "sections": [
                {
                    "heading": section.h2.get_text(" ", strip=True),
                    "links": [
                        {"title": link.get_text(" ", strip=True), "url": urljoin(_HOME, str(link["href"]))}
                        for link in section.select("li a[href]")
                    ],
                }
                for section in soup.select("section")
                if section.h2
            ],
        }

    return Reader("BeautifulSoup, the usual script", "title, summary, sections, links", read, _in_fields)


def by_parsel() -> Reader:
    """A careful Scrapy spider's callback: as many fields of the record as queries reach without fuss."""
    from parsel import Selector

    return Reader(
        "parsel, queries for the same fields",
        "the record's main fields",
        lambda body: _queried(Selector(body=body, encoding="utf-8")),
        _in_fields,
    )


def _queried(page: Any) -> Fields:
    metas = {name: page.css(f'meta[name="{name}"]::attr(content)').getall() for name in _METAS}
    return {
        "url": page.css("link[rel=canonical]::attr(href)").get(),
        "language": page.css("html::attr(lang)").get(),
        "title": _text(page.css("h1")),
        "metas": metas,
        "also_called": _text(page.css(".alsocalled")).removeprefix("Also called:").split(", "),
        "breadcrumbs": [_named(link) for link in page.css("#breadcrumbs a")],
        "translations": page.css("link[rel=alternate][hreflang]::attr(href)").getall(),
        "summary": _text(page.css("#topic-summary")),
        "sections": [_section(section) for section in page.css("section") if section.css("h2")],
        "related": [_named(link) for link in page.css("#related-topics li a")],
        "institute": [_named(link) for link in page.css("#primary-institute-section a")],
        "image": page.css("#ht-img-section img::attr(src)").get(),
        "rss": page.css("link[type='application/rss+xml']::attr(href)").get(),
    }


_METAS = (
    "description",
    "keywords",
    "DC.Title.Alternate",
    "DC.Subject.MeSH",
    "DC.Relation.IsPartOf",
    "DC.Date.Created",
    "DC.Date.Modified",
)


def _section(section: Any) -> Fields:
    return {
        "heading": _text(section.css("h2")),
        "links": [_row(row) for row in section.css("li")],
    }


def _row(row: Any) -> Fields:
    link = row.css("a")
    return _named(link) | {
        "sid": link.css("::attr(data-sid)").get(),
        "institutes": (link.css("::attr(data-org)").get() or "").split(","),
        "organizations": [name.strip() for span in row.css(".orgs") for name in _text(span).strip("()").split(";")],
        "labels": row.css("img::attr(alt)").getall(),
        "notes": [_text(note) for note in row.css(".desccode")],
        "alternates": row.css(".also-lang a::attr(href)").getall(),
    }


def _named(link: Any) -> Fields:
    return {"title": _text(link), "url": urljoin(_HOME, link.css("::attr(href)").get() or "")}


def _text(node: Any) -> str:
    return " ".join(" ".join(node.css("::text").getall()).split())


def _in_fields(fields: Fields) -> Found:
    links = [link for section in fields["sections"] for link in section["links"]]
    named = [*fields.get("breadcrumbs", ()), *fields.get("related", ()), *fields.get("institute", ())]
    others = [url for link in links for url in link.get("alternates", ())]
    organizations = tuple(name for link in links for name in link.get("organizations", ()))
    headings = [section["heading"] for section in fields["sections"]]
    notes = [note for link in links for note in link.get("notes", ())]
    titles = [link["title"] for link in (*links, *named)]
    words = [fields["title"], fields["summary"] or "", *fields.get("also_called", ())]
    return Found(
        text="\n".join((*words, *headings, *titles, *notes, *organizations)),
        links=frozenset((*(link["url"] for link in (*links, *named)), *others, *fields.get("translations", ()))),
        sections=frozenset(headings),
        organizations=organizations,
    )
