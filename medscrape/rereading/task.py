"""What is said to the processes that do the work, and what they answer."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal

from medscrape.models import Record
from medscrape.rereading.receipts import Receipt, Recipe
from medscrape.rereading.units import Unit


class Job(Record):
    """What holds for every unit; it is in a file, since it can be large."""

    recipe: Recipe
    """How units are to be read: a process that would read them otherwise does not."""
    archives: dict[str, tuple[str, ...]]
    """Names of all WARC files that are units, by folder."""


class Task(Record):
    """A unit to do."""

    folder: str
    """Folder of the job, as an absolute path."""
    job: str
    """Name of the job's file."""
    unit: Unit
    """What to read."""


class Step(Record):
    """How far a process is with its task."""

    pages: int
    """Pages looked at."""
    size: int
    """Bytes of the input that are behind it."""


Tell = Callable[[Step], None]
STEP = b"step "
"""What a line begins with that tells how far a process is, and that is no reply yet."""


def tell_nobody(step: Step) -> None:
    """Where nobody wants to know how far a task is."""


class Reply(Record):
    """What became of a task."""

    state: Literal["done", "unchanged", "failed", "stopped"]
    """`unchanged`: an earlier partition still holds. `failed`: another try may help. `stopped`: nobody can write."""
    receipt: Receipt | None
    """Of a unit that is done or unchanged."""
    detail: str
    """Why not, as a sentence; else empty."""


@lru_cache(maxsize=2)
def job_of(path: Path) -> Job:
    """The job in a file."""
    return Job.model_validate_json(path.read_bytes())
