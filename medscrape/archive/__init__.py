"""Every response as the network gave it, in WARC files (ISO 28500, WARC 1.1), and the way back to it.

Nothing here knows how pages are parsed or what the store remembers. Failures of the disk are `OSError`; damage in a
file is a `BadRecord` and never an exception.
"""

from medscrape.archive.captured import BadRecord, Captured, Skipped, header_of
from medscrape.archive.check import FileCheck, check_file
from medscrape.archive.codings import LONGEST_BODY
from medscrape.archive.exchange import Answer, Asked, Exchange
from medscrape.archive.folder import holds, remove_files, run_of_file, warc_files
from medscrape.archive.healing import Healed, heal
from medscrape.archive.random_access import read
from medscrape.archive.repair import Repair, repair
from medscrape.archive.sniffing import is_warc
from medscrape.archive.stream import Captures
from medscrape.archive.writer import ArchiveWriter

__all__ = [
    "LONGEST_BODY",
    "Answer",
    "ArchiveWriter",
    "Asked",
    "BadRecord",
    "Captured",
    "Captures",
    "Exchange",
    "FileCheck",
    "Healed",
    "Repair",
    "Skipped",
    "check_file",
    "header_of",
    "heal",
    "holds",
    "is_warc",
    "read",
    "remove_files",
    "repair",
    "run_of_file",
    "warc_files",
]
