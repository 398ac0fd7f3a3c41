"""Archives of any size read again: a partition of records for each WARC file, by many processes or machines."""

from medscrape.rereading.engines.engine import Engine
from medscrape.rereading.engines.local import LocalEngine
from medscrape.rereading.job import Done, Reread
from medscrape.rereading.manifest import JobManifest
from medscrape.rereading.receipts import Format
from medscrape.rereading.task import Reply, Step, Task
from medscrape.rereading.units import Unit, units_of

__all__ = [
    "Done",
    "Engine",
    "Format",
    "JobManifest",
    "LocalEngine",
    "Reply",
    "Reread",
    "Step",
    "Task",
    "Unit",
    "units_of",
]
