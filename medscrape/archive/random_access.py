"""One record of an archive, by its place."""

from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from medscrape.archive.captured import BadRecord, Captured
from medscrape.archive.codings import LONGEST_BODY
from medscrape.archive.pages import captured_of
from medscrape.archive.walk import LONGEST_HEAD, CutOffError, read_exactly
from medscrape.models import Capture


def read(folder: Path, capture: Capture, limit: int = LONGEST_BODY) -> Captured | BadRecord:
    """The response at a place of the archive in `folder`, whatever its status, or what is wrong there."""
    path = folder / Path(capture.file).name
    try:
        with path.open("rb") as file:
            if file.seek(0, 2) <= capture.offset:
                return BadRecord(capture, "not there: the file ends before it")
            file.seek(capture.offset)
            for record in ArchiveIterator(file, parse_http=False, max_header_len=LONGEST_HEAD):
                return _response(record, capture, limit)
    except FileNotFoundError:
        return BadRecord(capture, "not there: the file is missing")
    except (CutOffError, ValueError):
        return BadRecord(capture, "cut off or damaged")
    except OSError as error:
        return BadRecord(capture, f"cut off or damaged ({error})")
    return BadRecord(capture, "cut off or damaged")


def _response(record: WarcRecord, capture: Capture, limit: int) -> Captured | BadRecord:
    if record.record_type != WarcRecordType.response:
        return BadRecord(capture, "not a response")
    if record.content_length > limit + LONGEST_HEAD:
        return BadRecord(capture, f"larger than {limit} bytes")
    return captured_of(record, capture, read_exactly(record, record.content_length), limit)
