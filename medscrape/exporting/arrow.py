"""The schema of a model in Arrow's terms, with the docstrings as descriptions."""

from collections.abc import Iterable
from datetime import date, datetime

import pyarrow as pa

from medscrape.exporting.shapes import Field, Many, Nested, Shape, fields_of
from medscrape.models import Record

_SCALARS = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


def schema_of(model: type[Record]) -> pa.Schema:
    """The schema that every record of a model fits, whichever of its fields are empty."""
    return pa.schema(_fields(fields_of(model)))


def _fields(fields: Iterable[Field]) -> list[pa.Field]:
    return [pa.field(f.name, _type(f.shape), metadata={"description": f.description}) for f in fields]


def _type(shape: Shape) -> pa.DataType:
    if isinstance(shape, Many):
        return pa.list_(_type(shape.of))
    if isinstance(shape, Nested):
        return pa.struct(_fields(shape.fields))
    return _SCALARS[shape]
