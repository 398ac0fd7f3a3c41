"""Rows of link lists, and what their URLs identify."""

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import Tag

from oracle.strings import Record, href, one, snake, squeeze, words

LANGUAGES = {"English": "en", "Spanish": "es"}
NIH_MARK = "From the National Institutes of Health"
CODES_THAT_ARE_LABELS = {"PDF"}
SITE_PAGES = {"disclaimers", "criteria", "healthtopics", "encyclopedia", "druginformation"}
TOPIC_PATH = re.compile(r"/(spanish/)?([^/]+)\.html")
THINGS = {
    "pubmed_article": r"(?:www\.ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d+)/?",
    "clinical_trial": r"(?:www\.)?clinicaltrials\.gov/(?:study|show|ct2/show)/(NCT\d+)/?",
    "encyclopedia": r"medlineplus\.gov/(?:spanish/)?ency/(.+?)(?:\.\w+)?",
    "medical_test": r"medlineplus\.gov/(?:lab-tests|spanish/pruebas-de-laboratorio)/([^/]+)/?",
    "genetics": r"medlineplus\.gov/(?:genetics|spanish/genetica)/(.+?)/?",
    "drug": r"medlineplus\.gov/(?:spanish/)?druginfo/(.+?)(?:\.\w+)?",
}
SEARCHES = {
    "pubmed_search": ({"pubmed.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov"}, ["term"]),
    "clinical_trials_search": ({"clinicaltrials.gov", "www.clinicaltrials.gov"}, ["cond", "term", "intr"]),
}


def row(item: Tag) -> Record:
    """Give one row of a link list: its link and everything that stands beside it."""
    link = one(item, "a")
    institutes = str(link["data-org"]).split(",") if link.has_attr("data-org") else []
    marks = [str(image["alt"]) for image in item.select("img")]
    codes = [words(code) for code in item.select(".desccode")]
    return link_record(link) | {
        "organizations": [name for span in item.select(".orgs") for name in words(span)[1:-1].split("; ")],
        "from_nih": NIH_MARK in marks or bool(institutes),
        "nih_institutes": [*institutes],
        "labels": [
            *(snake(mark) for mark in marks if mark != NIH_MARK),
            *(snake(code) for code in codes if code in CODES_THAT_ARE_LABELS),
        ],
        "notes": [code for code in codes if code not in CODES_THAT_ARE_LABELS],
        "alternates": [
            {"language": LANGUAGES[words(other)], "url": href(other)} for other in item.select(".also-lang a")
        ],
    }


def link_record(link: Tag) -> Record:
    """Give a link that has nothing beside it."""
    return {
        "title": words(link),
        "url": href(link),
        "sid": str(link["data-sid"]) if link.has_attr("data-sid") else None,
        "organizations": [],
        "from_nih": False,
        "nih_institutes": [],
        "labels": [],
        "notes": [],
        "alternates": [],
        "reference": reference(href(link)),
    }


def reference(url: str) -> Record | None:
    """Tell what a URL identifies: an article, a trial, a search, or a page of the site."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    for kind, pattern in THINGS.items():
        if found := re.fullmatch(pattern, host + parts.path):
            return {"kind": kind, "id": found[1], "query": None}
    topic = TOPIC_PATH.fullmatch(parts.path) if host == "medlineplus.gov" else None
    if topic and topic[2] not in SITE_PAGES:
        return {"kind": "topic", "id": topic_id(url), "query": None}
    asked = {name: squeeze(values[0]) for name, values in parse_qs(parts.query).items()}
    for kind, (hosts, parameters) in SEARCHES.items():
        if host in hosts:
            return {
                "kind": kind,
                "id": None,
                "query": next((asked[name] for name in parameters if name in asked), None),
            }
    return None


def topic_id(url: str) -> str:
    """Give the record id of the topic at a canonical URL."""
    found = TOPIC_PATH.fullmatch(urlsplit(url).path)
    if found is None:
        raise ValueError(f"not a topic: {url}")
    return f"medlineplus/{'es' if found[1] else 'en'}/{found[2].lower()}"


def named(key: str, link: Tag) -> Record:
    """Give a link as its text, under the given key, and its URL."""
    return {key: words(link), "url": href(link)}
