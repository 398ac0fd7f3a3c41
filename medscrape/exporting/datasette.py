"""What Datasette is told about the tables: https://docs.datasette.io/en/stable/metadata.html."""

from collections.abc import Iterable
from typing import Any

from medscrape.exporting.manifest import ExportManifest
from medscrape.exporting.tables import Table
from medscrape.vocabulary.sites import CREDIT

SETTINGS = {
    # The facets are chosen below; looking for more of them takes most of the time.
    "suggest_facets": False,
    "facet_time_limit_ms": 1_000,
    "sql_time_limit_ms": 3_000,
    "truncate_cells_html": 200,
}
"""The content of `settings.json`."""

STYLE = "dl.column-descriptions { max-height: 12em; overflow-y: auto; resize: vertical; }\n"
"""A style sheet: forty descriptions of columns must not push the search out of sight."""

_STYLE_URL = "/static/medscrape.css"

_TABLES: dict[str, dict[str, Any]] = {
    "topics": {
        "label_column": "title",
        "sort": "title",
        "size": 50,
        "facets": ["language", {"array": "groups"}, "summary_license"],
        "fts_table": "search",
        "fts_pk": "rowid",
    },
    "sections": {"label_column": "heading", "facets": ["kind", "group", "placement"]},
    "links": {"label_column": "title", "facets": ["section_kind", {"array": "labels"}, "from_nih", "reference_kind"]},
}

_SEARCH = {
    "title": "Search",
    "description": "Topics whose names, summary or sections hold the words, best first, with the place found.",
    "sql": """
select topics.id, topics.title, topics.language, snippet(search, -1, '[', ']', '…', 24) as found, topics.url
from search join topics on topics.id = search.id
where search match escape_fts(:words) order by search.rank limit 100""",
}
_UPDATED = {
    "title": "Updated last",
    "description": "The topics by the date that their pages give, newest first.",
    "sql": "select id, title, language, page_updated, url from topics order by page_updated desc, id",
}
_ORGANIZATIONS = {
    "title": "Who is linked",
    "description": "The organizations behind the links: how many links, in how many topics.",
    "sql": """
select organization.value as organization, count(*) as links, count(distinct topic_id) as topics
from links, json_each(links.organizations) as organization group by 1 order by 2 desc, 1""",
}
_MARKED = {
    "title": "Links with a mark",
    "description": "Resources with a mark such as video, pdf or easy_to_read.",
    "sql": """
select links.title, links.url, topics.title as topic, links.section_kind
from links join topics on topics.id = links.topic_id
where exists (select 1 from json_each(links.labels) where value = :mark) order by links.title""",
    "params": ["mark"],
}
_UNTRANSLATED = {
    "title": "In one language only",
    "description": "Topics that lead to no translation which is here too.",
    "sql": """
select id, title, url from topics as topic
where not exists (
  select 1 from json_each(topic.translations) as other join topics on topics.url = json_extract(other.value, '$.url')
) order by id""",
}
_QUERIES = {"search": _SEARCH, "updated": _UPDATED}
_QUERIES_OF_WHOLE_RECORDS = {"organizations": _ORGANIZATIONS, "marked": _MARKED, "untranslated": _UNTRANSLATED}


def metadata_of(database: str, tables: Iterable[Table], manifest: ExportManifest) -> dict[str, Any]:
    """The content of `metadata.json`: titles, descriptions, licence, facets and ready queries."""
    described = {table.name: _described(table) for table in tables}
    queries = _QUERIES if manifest.public_domain_only else _QUERIES | _QUERIES_OF_WHOLE_RECORDS
    contents = {"tables": described | {"export": _FIGURES}, "queries": queries}
    shown = {"title": "Health topics", **_terms(manifest), "extra_css_urls": [_STYLE_URL]}
    return shown | {"databases": {database: contents}}


_FIGURES = {"description": "What this export holds, in figures that every other format of it gives too."}


def _described(table: Table) -> dict[str, Any]:
    names = set(table.names)
    settings = dict(_TABLES[table.name])
    settings["facets"] = [facet for facet in settings["facets"] if names & _columns_of(facet)]
    columns = {column.name: column.description for column in table.columns}
    return {"description": table.description, **settings, "columns": columns}


def _columns_of(facet: str | dict[str, str]) -> set[str]:
    return {facet} if isinstance(facet, str) else set(facet.values())


def _terms(manifest: ExportManifest) -> dict[str, str]:
    counts = f"{manifest.topics:,} topics, {manifest.sections:,} sections, {manifest.links:,} links."
    terms = {"description": counts, "license": manifest.license}
    source = {"source": CREDIT.removeprefix("Source: "), "source_url": "https://medlineplus.gov/"}
    return terms | (source if manifest.credit else {})
