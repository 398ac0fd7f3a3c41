"""The formats of an export, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from medscrape.errors import UsageError
from medscrape.exporting.manifest import Outgoing

Write = Callable[[Outgoing, Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write records."""

    module: str
    """The module whose `write` does it; it is loaded when it is needed."""
    files: tuple[str, ...]
    """Its files, as patterns."""
    extra: str | None = None
    """The extra of this package that brings what it needs."""


FORMATS = {
    "parquet": Format("parquet_file", ("topics.parquet",), extra="parquet"),
    "csv": Format("csv_files", ("topics.csv", "sections.csv", "links.csv")),
    "sqlite": Format(
        "sqlite_file", ("medscrape.db", "medscrape.db-*", "metadata.json", "settings.json", "static/medscrape.css")
    ),
    "markdown": Format("markdown_files", ("*/*/*.md",)),
    "chunks": Format("chunk_lines", ("chunks.jsonl",)),
}


def format_named(name: str) -> Format:
    """The format of a name, or `UsageError`."""
    if name not in FORMATS:
        raise UsageError(f"There is no format {name!r}; choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def writer_of(name: str) -> Write:
    """What writes a format; `UsageError` says what to install when something is missing."""
    chosen = format_named(name)
    try:
        write: Write = import_module(f"medscrape.exporting.{chosen.module}").write
    except ModuleNotFoundError as error:
        if chosen.extra is None:
            raise
        raise UsageError(
            f"The format {name} needs {error.name}, which is not installed: pip install 'medscrape[{chosen.extra}]'"
        ) from error
    return write
