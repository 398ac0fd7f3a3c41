"""The record that a later one can stand for, as far as its header tells."""

from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from medscrape.archive.pages import IDENTITY
from medscrape.archive.walk import LONGEST_HEAD
from medscrape.models import Capture


@dataclass(frozen=True, slots=True)
class Original:
    """What a revisit record says about the record it stands for."""

    capture: Capture
    record_id: str
    url: str
    date: str
    payload_digest: str
    identity: str | None


def original_at(folder: Path, capture: Capture) -> Original | None:
    """The response record at a place, or None when there is none that a revisit could stand for."""
    try:
        with (folder / Path(capture.file).name).open("rb") as file:
            file.seek(capture.offset)
            record = next(iter(ArchiveIterator(file, parse_http=False, max_header_len=LONGEST_HEAD)), None)
    except (OSError, ValueError):
        return None
    if record is None or record.record_type != WarcRecordType.response:
        return None
    names = ("WARC-Record-ID", "WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest")
    record_id, url, date, digest = (record.headers.get(name) for name in names)
    if not (record_id and url and date and digest):
        return None
    return Original(capture, record_id, url, date, digest, record.headers.get(IDENTITY))
