"""The JSON Schemas (2020-12) of everything published, rendered from the models."""

from pathlib import Path
from typing import Any

import orjson
from pydantic.json_schema import GenerateJsonSchema

from medscrape.models import Change, Manifest, Record, Rejection, Topic
from medscrape.models.base import SCHEMA_VERSION
from medscrape.store.trouble import told_plainly

_MODELS: tuple[type[Record], ...] = (Change, Manifest, Rejection, Topic)
_SUFFIX = ".schema.json"


class _Published(GenerateJsonSchema):
    """Titles for records only: a field's name says as much."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False


def schema_files() -> dict[str, bytes]:
    """The name and content of each schema file."""
    return {f"{model.__name__.lower()}{_SUFFIX}": _render(model) for model in _MODELS}


def write_schemas(folder: Path) -> None:
    """Writes the schema files into a folder."""
    with told_plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in schema_files().items():
            (folder / name).write_bytes(content)


def stale_schemas(folder: Path) -> list[str]:
    """The schema files in a folder that are missing, out of date or of no model."""
    expected = schema_files()
    with told_plainly(folder):
        found = {path.name: path.read_bytes() for path in folder.glob(f"*{_SUFFIX}")}
    return sorted(name for name in expected | found if expected.get(name) != found.get(name))


def _render(model: type[Record]) -> bytes:
    schema = _opened(model.model_json_schema(schema_generator=_Published, mode="serialization"))
    head = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"urn:medscrape:schema:{model.__name__.lower()}:{SCHEMA_VERSION}",
        "version": SCHEMA_VERSION,
        "title": schema.pop("title"),
        "description": schema.pop("description"),
    }
    parts = {"$defs": schema.pop("$defs", {})}
    return orjson.dumps(head | schema | parts, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _opened(schema: Any) -> Any:
    """The schema as readers should apply it: later versions may add fields; descriptions on one line."""
    if isinstance(schema, list):
        return [_opened(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _opened(value) for key, value in schema.items() if (key, value) != ("additionalProperties", False)}
    if isinstance(kept.get("description"), str):
        kept["description"] = " ".join(kept["description"].split())
    return kept
