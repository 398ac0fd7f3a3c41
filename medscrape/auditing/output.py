"""The output folder of a crawl, from the store to the last byte of the archive."""

from collections.abc import Iterator
from pathlib import Path

from medscrape.archive import check_file, warc_files
from medscrape.auditing.finding import Finding, counted
from medscrape.auditing.published import audit_published
from medscrape.auditing.records import audit_records
from medscrape.errors import StoreError
from medscrape.store import Store


def audit_output(output: Path) -> Iterator[Finding]:
    """What is found in the folder, one thing after the other; nothing is changed, and a crawl may be under way."""
    yield _store(output)
    yield from audit_published(output)
    yield _archive(output / "archive")
    yield from audit_records(output)


def _store(output: Path) -> Finding:
    finding = Finding("store", verdict="sound")
    try:
        with Store.read(output) as store:
            for problem in store.problems():
                finding.trouble(problem)
            release = store.last_release()
            finding.looked_at = (
                f"{counted(release.seq, 'release')}, every page of the file" if release else "no release"
            )
    except StoreError as error:
        finding.trouble(str(error))
    return finding


def _archive(folder: Path) -> Finding:
    finding = Finding("archive", verdict="every digest is right")
    records = 0
    files = warc_files(folder)
    for path in files:
        try:
            check = check_file(path)
        except OSError as error:
            finding.trouble(f"{path} cannot be read: {error.strerror or error}.")
            continue
        records += check.records
        finding.wrong += check.damaged - len(check.examples)
        for bad in check.examples:
            finding.trouble(f"{path}: the record at byte {bad.capture.offset} is {bad.detail}.")
    finding.looked_at = f"{counted(records, 'record')} in {counted(len(files), 'WARC file')}"
    return finding
