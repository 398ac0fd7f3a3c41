"""What people call the places of a record, in the languages of the pages."""

import re

from medscrape.vocabulary.sections import SECTION_TABLE

_SECTION = re.compile(r"sections\[(?P<kind>[a-z_]+)(?::(?P<heading>.*?))?(?:#\d+)?\](?:\.(?P<part>\w+))?", re.DOTALL)
_HEADINGS = {
    "en": {entry.kind.value: entry.english[0] for entry in SECTION_TABLE} | {"other": "Another section"},
    "es": {entry.kind.value: entry.spanish[0] for entry in SECTION_TABLE} | {"other": "Otra sección"},
}
MOVED_ALONG = frozenset({"id", "url", "rss_url", "translations"})
"""The places that differ whenever a topic moves: they say no more than that it did."""
_NAMES = {
    "en": {
        "url": "address",
        "rss_url": "address of its feed",
        "also_called": "other names",
        "alternate_titles": "other titles",
        "mesh_headings": "MeSH headings",
        "breadcrumbs": "path",
        "translations": "other languages",
        "page_updated": "date of the update",
        "last_reviewed": "date of the review",
        "date_created": "date of creation",
        "primary_institute": "primary institute",
        "related_topics": "related topics",
        "sections": "order of the sections",
        "quality": "what looked odd",
    },
    "es": {
        "id": "identificador",
        "url": "dirección",
        "rss_url": "dirección de su canal",
        "title": "título",
        "description": "descripción",
        "keywords": "palabras clave",
        "also_called": "otros nombres",
        "alternate_titles": "otros títulos",
        "mesh_headings": "términos MeSH",
        "groups": "grupos",
        "breadcrumbs": "ruta",
        "translations": "otros idiomas",
        "summary": "resumen",
        "image": "imagen",
        "page_updated": "fecha de actualización",
        "last_reviewed": "fecha de revisión",
        "date_created": "fecha de creación",
        "primary_institute": "instituto principal",
        "related_topics": "temas relacionados",
        "sections": "orden de las secciones",
        "quality": "lo que parece raro",
        "links": "enlaces",
        "text": "texto",
        "heading": "encabezado",
        "subheading": "subtítulo",
    },
}


def place_name(place: str, language: str = "en") -> str:
    """A place as a person reads it.

    >>> place_name("sections[treatments_and_therapies].links"), place_name("summary", "es")
    ('Treatments and Therapies: links', 'resumen')
    >>> place_name("sections[other:Folk Songs].text")
    'Folk Songs: text'
    """
    match = _SECTION.fullmatch(place)
    if not match or not match["part"]:
        return area_name(place, language)
    return f"{area_name(place, language)}: {_named(match['part'], language)}"


def area_name(place: str, language: str = "en") -> str:
    """The field or section that a place is in, without its part.

    >>> area_name("sections[treatments_and_therapies].links"), area_name("page_updated")
    ('Treatments and Therapies', 'date of the update')
    """
    match = _SECTION.fullmatch(place)
    if not match:
        return _named(place, language)
    return match["heading"] or _in(_HEADINGS, language).get(match["kind"], match["kind"])


def _named(name: str, language: str) -> str:
    return _in(_NAMES, language).get(name, name.replace("_", " "))


def _in(tables: dict[str, dict[str, str]], language: str) -> dict[str, str]:
    return tables.get(language, tables["en"])
