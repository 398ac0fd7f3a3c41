"""What every model shares: frozen, strict, closed to unknown fields, documented by the docstrings of its fields."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class Record(BaseModel):
    """Base of every model: immutable, strictly typed, no field has a default (so every line has every key)."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True, validate_default=True
    )

    def to_line(self) -> bytes:
        """The record as one line of JSON Lines: UTF-8, keys in the order of the schema, without the newline."""
        return self.__pydantic_serializer__.to_json(self)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment.astimezone(UTC)


Url = Annotated[str, Field(pattern=r"^(https?|ftp)://[^\s/]+|^(mailto|tel):\S", json_schema_extra={"format": "uri"})]
"""An absolute URL, kept as text."""

LanguageTag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$")]
"""A language as BCP 47 (RFC 5646) writes it, such as `en`, `es` or `zh-Hans`."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal."""

Number = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""A count, a place or a code; no larger than databases and columns can hold."""

UtcTime = Annotated[datetime, AfterValidator(_in_utc)]
"""A moment in UTC; written as RFC 3339 with `Z`."""
