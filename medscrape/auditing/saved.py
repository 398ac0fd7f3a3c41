"""Saved pages and WARC files of anybody: is every word and link of a page held by its record?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from medscrape.archive import BadRecord, Captures, is_warc
from medscrape.auditing.finding import Finding, counted
from medscrape.auditing.records import tell_losses
from medscrape.errors import NotATopicError, OutputError, PageError
from medscrape.extraction import extract, input_files, record_of, saved_page
from medscrape.models import Topic
from medscrape.verification import check


def audit_pages(paths: list[Path]) -> Iterator[Finding]:
    """What is found in each file and folder named."""
    for path in paths:
        finding = Finding(str(path), verdict="every word and link of the pages is held")
        pages = sum(_look(file, finding) for file in input_files([path]))
        finding.looked_at = counted(pages, "page")
        yield finding


def _look(file: Path, finding: Finding) -> int:
    """Holds the records of a file against its pages; gives how many there were."""
    try:
        return _look_into_archive(file, finding) if is_warc(file) else _look_at_page(file, finding)
    except OSError as error:
        finding.trouble(f"{file} cannot be read: {error.strerror or error}.")
    except OutputError as error:
        finding.trouble(str(error))
    return 0


def _look_at_page(file: Path, finding: Finding) -> int:
    page = saved_page(file)
    found = extract(page, datetime.now(UTC))
    if isinstance(found, Topic):
        tell_losses(finding, str(file), check(page.body, found))
    else:
        finding.trouble(f"{found.detail}.")
    return 1


def _look_into_archive(file: Path, finding: Finding) -> int:
    pages = 0
    for found in Captures(file):
        if isinstance(found, BadRecord):
            finding.trouble(f"{file}: the record at byte {found.capture.offset} is {found.detail}.")
            continue
        try:
            topic = record_of(found)
        except NotATopicError:
            continue
        except (PageError, ValidationError) as error:
            finding.trouble(f"{found.url}: {error}")
            continue
        pages += 1
        tell_losses(finding, topic.id, check(found.body, topic))
    return pages
