"""One unit from its input to its partition: the same on every machine, in every process."""

from collections.abc import Collection
from pathlib import Path

from medscrape.errors import OutputError
from medscrape.models import SCHEMA_VERSION, PublishedFile
from medscrape.parsers.record import PARSER_VERSION
from medscrape.publishing.files import is_intact
from medscrape.rereading.inputs import digest_of, neighbours_of, stamps_of
from medscrape.rereading.layout import Layout, receipt_in
from medscrape.rereading.reading import UnitReading, UnreadableError, failures_of_reading
from medscrape.rereading.receipts import Format, Input, Receipt, Recipe
from medscrape.rereading.task import Reply, Task, Tell, job_of, tell_nobody
from medscrape.rereading.writing import put_partition


def recipe_of(shape: Format) -> Recipe:
    """How units are read now."""
    return Recipe(format=shape, parser_version=PARSER_VERSION, schema_version=SCHEMA_VERSION)


def do(task: Task, tell: Tell = tell_nobody) -> Reply:
    """Brings the partition of a unit up to date, and tells now and then how far it is."""
    try:
        return _Work(task, tell).reply()
    except UnreadableError as error:
        return Reply(state="failed", receipt=None, detail=str(error))
    except OutputError as error:
        return Reply(state="stopped", receipt=None, detail=str(error))


class _Work:
    """A unit, and what is known of its input."""

    def __init__(self, task: Task, tell: Tell) -> None:
        self._tell = tell
        self._unit = task.unit
        self._layout = Layout(Path(task.folder))
        with failures_of_reading(self._unit):
            job = job_of(self._layout.work / task.job)
        self._recipe = job.recipe
        self._format = job.recipe.format
        if self._recipe != recipe_of(self._format):
            raise UnreadableError(f"{task.unit.path} came to a process with another version of medscrape")
        self._archives: Collection[str] = frozenset(job.archives.get(str(Path(task.unit.path).parent), ()))
        with failures_of_reading(self._unit):
            self._stamps = stamps_of(self._unit)
            self._size, self._digest = digest_of(self._unit)

    def reply(self) -> Reply:
        """What became of it."""
        earlier = receipt_in(self._layout.receipt(self._unit.name))
        if earlier and self._holds(earlier):
            return Reply(state="unchanged", receipt=earlier, detail="")
        return Reply(state="done", receipt=self._read(), detail="")

    def _holds(self, earlier: Receipt) -> bool:
        """Whether the partition of an earlier run is what this one would write."""
        known = earlier.input.neighbours
        name = self._unit.name
        return (
            earlier.input.sha256 == self._digest
            and earlier.recipe == self._recipe
            and known == neighbours_of(self._unit, known, self._archives)
            and is_intact(self._layout.topics(name, self._format), earlier.topics)
            and is_intact(self._layout.rejected(name), earlier.rejected)
        )

    def _read(self) -> Receipt:
        reading = UnitReading(self._unit, self._archives, self._tell)

        def receipt_for(topics: PublishedFile, rejected: PublishedFile) -> Receipt:
            return Receipt(
                name=self._unit.name,
                path=self._unit.path,
                input=self._input(reading),
                recipe=self._recipe,
                counts=reading.counts(),
                topics=topics,
                rejected=rejected,
            )

        return put_partition(self._layout, self._unit.name, self._format, reading, receipt_for)

    def _input(self, reading: UnitReading) -> Input:
        with failures_of_reading(self._unit):
            if stamps_of(self._unit) != self._stamps:
                raise UnreadableError(f"{self._unit.path} was written to while it was read")
            neighbours = neighbours_of(self._unit, reading.referred, self._archives)
        return Input(size=self._size, sha256=self._digest, neighbours=neighbours)
