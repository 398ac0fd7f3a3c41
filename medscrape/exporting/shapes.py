"""What the fields of a model hold, read from their annotations, so that no format has a list of fields of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from medscrape.models import Record

Scalar = type[str] | type[int] | type[bool] | type[date] | type[datetime]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a model."""

    name: str
    description: str
    """Its docstring, on one line."""
    shape: "Shape"


@dataclass(frozen=True, slots=True)
class Many:
    """A list of things of one shape."""

    of: "Shape"


@dataclass(frozen=True, slots=True)
class Nested:
    """A record inside a record."""

    fields: tuple[Field, ...]


Shape = Scalar | Many | Nested


def fields_of(model: type[Record]) -> Iterator[Field]:
    """The fields of a model, in order."""
    for name, field in model.model_fields.items():
        yield Field(name, " ".join((field.description or "").split()), _shape(field.annotation))


def _shape(annotation: Any) -> Shape:
    kind, arguments = get_origin(annotation), get_args(annotation)
    if kind is Annotated:
        return _shape(arguments[0])
    if kind in {Union, UnionType}:
        return _shape(next(argument for argument in arguments if argument is not NoneType))
    if kind is Literal:
        return type(arguments[0])
    if kind is tuple:
        return Many(_shape(arguments[0]))
    if issubclass(annotation, Record):
        return Nested(tuple(fields_of(annotation)))
    return next(scalar for scalar in (bool, int, datetime, date, str) if issubclass(annotation, scalar))
