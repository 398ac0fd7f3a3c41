"""Every published record against the archived body it was made from."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from medscrape.archive import BadRecord, read
from medscrape.auditing.finding import Finding, counted
from medscrape.errors import PageError
from medscrape.extraction import reread
from medscrape.models import Capture, Topic
from medscrape.parsers import PARSER_VERSION
from medscrape.verification import Losses, check


class RecordAudit:
    """Reads bodies again, and holds the records against them."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._read = 0
        self._older = 0
        self._without = 0
        self._same = Finding("records", verdict="their archived pages give the same lines, byte for byte")
        self._lost = Finding("nothing lost", verdict="every word and link of the pages is held")

    def look(self, line: bytes) -> None:
        """Takes in a published line."""
        try:
            topic = Topic.model_validate_json(line)
        except ValidationError as error:
            self._same.trouble(f"A line of topics.jsonl is no record: {error.errors()[0]['msg']}.")
            return
        if topic.provenance.capture is None:
            self._without += 1
            return
        self._compare(line, topic)
        self._hold_against_page(topic, topic.provenance.capture)

    def findings(self) -> Iterator[Finding]:
        """What came of it."""
        parts = [counted(self._read, "record")]
        if self._older:
            parts.append(f"{self._older} read by older parsers: the next crawl reads them again")
        if self._without:
            parts.append(f"{self._without} without an archived page")
        self._same.looked_at = "; ".join(parts)
        yield self._same
        self._lost.looked_at = counted(self._read, "page")
        yield self._lost

    def _compare(self, line: bytes, topic: Topic) -> None:
        if topic.provenance.parser_version != PARSER_VERSION:
            self._older += 1
            return
        self._read += 1
        try:
            again = reread(self._archive, topic.provenance)
        except (PageError, ValidationError) as error:
            self._same.trouble(f"{topic.id}: its archived page gives no record: {error}.")
            return
        if isinstance(again, BadRecord):
            place = f"{again.capture.file} at byte {again.capture.offset}"
            self._same.trouble(f"{topic.id}: its archived page ({place}) is {again.detail}.")
        elif again.with_provenance(topic.provenance).to_line() != line:
            self._same.trouble(f"{topic.id}: its archived page gives another line than the published one.")

    def _hold_against_page(self, topic: Topic, capture: Capture) -> None:
        page = read(self._archive, capture)
        if not isinstance(page, BadRecord):
            tell_losses(self._lost, topic.id, check(page.body, topic))


def tell_losses(finding: Finding, name: str, losses: Losses) -> None:
    """Notes the words and links of a page that its record does not hold."""
    for lost in losses.words:
        finding.trouble(f"{name}: the words {lost.words!r} are held nowhere (in the line {lost.line!r}).")
    for link in losses.links:
        finding.trouble(f"{name}: the link to {link} is held nowhere.")


def audit_records(output: Path) -> Iterator[Finding]:
    """Every line of the current release."""
    audit = RecordAudit(output / "archive")
    path = output / "topics.jsonl"
    try:
        with path.open("rb") as file:
            for line in file:
                audit.look(line.rstrip(b"\n"))
    except OSError as error:
        finding = Finding("records")
        finding.trouble(f"{path} cannot be read: {error.strerror or error}.")
        yield finding
        return
    yield from audit.findings()
