"""What a benchmark found: a table for people, and the figures behind it for programs."""

import os
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

FOLDER = Path(os.environ.get("BENCH_FOLDER", Path(__file__).parent.parent / "docs" / "benchmarks"))
_FILE = "results.json"


class Budget(NamedTuple):
    """What was promised beside what was measured."""

    promise: str
    limit: float
    measured: float
    way: Literal["at most", "at least"]

    @property
    def is_met(self) -> bool:
        """Whether the promise was kept.

        >>> Budget("a record", 3, 2.5, "at most").is_met, Budget("a crawl", 0.8, 0.7, "at least").is_met
        (True, False)
        """
        return self.measured <= self.limit if self.way == "at most" else self.measured >= self.limit


class Section(BaseModel):
    """A table of measurements."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    about: str
    """What was measured, and how, in a few sentences."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: dict[str, float] = {}
    """The medians that other pages calculate with."""
    budgets: tuple[Budget, ...] = ()
    notes: tuple[str, ...] = ()
    bars: dict[str, float] = {}
    """What is drawn."""
    bars_of: str = ""
    """What the bars show."""
    machine: dict[str, str] = {}
    """What it was measured on, when, at which scale."""


def save(section: Section, folder: Path = FOLDER) -> None:
    """Puts a section in the place of the one of the same name."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {other.name: other for other in load(folder)} | {section.name: section}
    lines = [kept[name].model_dump_json(indent=1) for name in sorted(kept)]
    (folder / _FILE).write_text("[\n" + ",\n".join(lines) + "\n]\n")


def load(folder: Path = FOLDER) -> list[Section]:
    """Every section, by name."""
    file = folder / _FILE
    return _Sections.model_validate_json(f'{{"all": {file.read_text()}}}').all if file.exists() else []


class _Sections(BaseModel):
    all: list[Section]
