"""The page about records: every field, from the models."""

from collections.abc import Iterator
from typing import Any

from markdown import anchor, code, sentences, table
from markdown import page as whole

from medscrape.exporting import Chunk, ExportManifest
from medscrape.models import SCHEMA_VERSION, Change, Manifest, Record, Rejection, Topic

_FILES: dict[type[Record], str] = {
    Topic: "A line of `topics.jsonl`",
    Change: "A line of `changes.jsonl`",
    Rejection: "A line of `rejected.jsonl`",
    Manifest: "`manifest.json`",
    Chunk: "A line of `chunks.jsonl` ([export](../export.md#chunks-for-retrieval))",
    ExportManifest: "`export.json` of an export",
}
_INTRODUCTION = f"""\
This is schema {SCHEMA_VERSION}. The same as JSON Schema 2020-12 stands in [`schemas/`](../../schemas).

**Guarantees.**

- Every line has every key, in this order. What the page does not say is `null` or an empty list; nothing has a default.
- Strings are NFC; runs of white space are one space, with none at the ends. In `text`, blank lines separate paragraphs.
- Times are UTC (RFC 3339), dates ISO 8601, URLs absolute, languages BCP 47, digests hexadecimal in lower case.
- Additions raise the minor version of the schema; nothing is renamed or changes its meaning. Ignore unknown keys.
- The same page gives the same record, byte for byte but for `provenance`. A line stays until the record changes."""


def page() -> str:
    """The page."""
    parts: list[str] = []
    seen: set[str] = set()
    for model, place in _FILES.items():
        schema = model.model_json_schema(mode="serialization")
        contents = [_fields(schema, place)]
        for name, part in schema.get("$defs", {}).items():
            if name not in seen:
                seen.add(name)
                contents.append(_values(part) if "enum" in part else _fields(part))
        parts += contents
    return whole("Records", _INTRODUCTION, *parts)


def _fields(schema: dict[str, Any], place: str = "") -> str:
    title = schema["title"]
    rows = [(code(name), _type(field), field.get("description", "")) for name, field in _properties(schema)]
    words = f"{place}: {_begun_small(schema)}" if place else sentences(schema.get("description"))
    return f"{'##' if place else '###'} {title}\n\n{words}\n\n{table(('field', 'type', 'content'), rows)}"


def _begun_small(schema: dict[str, Any]) -> str:
    words = sentences(schema.get("description"))
    return words[:1].lower() + words[1:]


def _properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from schema["properties"].items()


def _values(schema: dict[str, Any]) -> str:
    values = ", ".join(map(code, schema["enum"]))
    return f"### {schema['title']}\n\n{sentences(schema.get('description'))} One of: {values}."


def _type(field: dict[str, Any]) -> str:
    """A JSON Schema type in words, such as `list of string, or null`."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{anchor(name)})"
    if "anyOf" in field:
        return ", or ".join(_type(choice) for choice in field["anyOf"])
    if "const" in field:
        return code(f'"{field["const"]}"')
    if "enum" in field:
        return " or ".join(code(f'"{value}"') for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"object of {_type(inner)}" if isinstance(inner, dict) else "object"
    return str(field.get("format") or field.get("type") or "any")
