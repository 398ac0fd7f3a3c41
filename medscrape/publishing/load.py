"""Reading published files back."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from medscrape.errors import OutputError
from medscrape.models import Topic


def load(path: str | Path) -> Iterator[Topic]:
    """The records of a published file, plain or `.gz`, or of an output folder's current release, one at a time.

    Fields that are new since this version are ignored; a line that is no record raises `OutputError`.
    """
    place = Path(path)
    # Resolved once: a release that is switched in while we read does not mix with the old one.
    return _records((place / "topics.jsonl" if place.is_dir() else place).resolve())


def _records(file: Path) -> Iterator[Topic]:
    for number, line in enumerate(_lines(file), start=1):
        try:
            yield Topic.model_validate_json(line, extra="ignore")
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False)[0]
            field = ".".join(map(str, problem["loc"]))
            reason = f"{field}: {problem['msg']}" if field else problem["msg"]
            raise OutputError(f"Line {number} of {file} is no topic record ({reason}).") from error


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as opened:
            yield from opened
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{file} cannot be read ({reason}).") from error
