"""Files into records, or into the reasons why they give none."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from medscrape.archive import is_warc
from medscrape.errors import PageError, UsageError
from medscrape.extraction.archives import ArchiveExtraction
from medscrape.extraction.problems import problem_of, rejection
from medscrape.extraction.sources import SavedPage, input_files, readable, saved_page, unreadable
from medscrape.models import Rejection, Topic
from medscrape.parsers import parse_page


def _now() -> datetime:
    return datetime.now(UTC)


def records(
    paths: Iterable[Path], url: str | None = None, clock: Callable[[], datetime] = _now
) -> Iterator[Topic | Rejection]:
    """What the files and folders named give, in order, one at a time; `url` is where a single saved page comes from.

    Raises `UsageError` before anything is read when a path does not exist, `OutputError` when a file cannot be read.
    """
    files = input_files(paths, url)
    archives = frozenset(file for file in files if readable(is_warc, file))
    if url is not None and archives:
        raise UsageError("--url says where a saved page comes from; a WARC file says that itself.")
    return _records(files, archives, url, clock)


def extract(page: SavedPage, now: datetime) -> Topic | Rejection:
    """The record of a saved page, or its rejection; `now` is when the page was looked at."""
    try:
        return parse_page(page.body, page.url)
    except (PageError, ValidationError) as error:
        reason, detail = problem_of(error)
        facts = {"url": page.url, "sha256": sha256(page.body).hexdigest()}
        return rejection(reason, f"{page.name}: {detail}", now).model_copy(update=facts)


def _records(
    files: list[Path], archives: frozenset[Path], url: str | None, clock: Callable[[], datetime]
) -> Iterator[Topic | Rejection]:
    extraction = ArchiveExtraction(archives, clock)
    for file in files:
        if file not in archives:
            yield extract(saved_page(file, url), clock())
            continue
        try:
            yield from extraction.records(file)
        except OSError as error:
            raise unreadable(file, error) from error
    yield from extraction.others()
