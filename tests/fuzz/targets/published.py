"""Published files and lines: records, or a sentence that says which line is none."""

from collections.abc import Iterator
from pathlib import Path

import orjson
from pydantic import ValidationError

from fuzz.mutators import documents
from fuzz.target import Target, expect, scratch
from medscrape import Change, Manifest, OutputError, Rejection, Topic, load, parse_page
from medscrape.auditing.records import RecordAudit
from medscrape.models import content_hash_of
from medscrape.sample_site import build
from medscrape.terminal import plain
from medscrape.verification import check

_MODELS = (Topic, Change, Manifest, Rejection)
_SLUGS = ("dozingfoot", "marblewink")


def expect_records_or_sentence(data: bytes) -> None:
    """Raises when a published file is read in any other way than it should."""
    file = _folder() / "topics.jsonl"
    file.write_bytes(data)
    try:
        topics = list(load(file))
    except OutputError as error:
        expect("\n" not in str(error), "a complaint is one sentence", str(error))
        topics = []
    for topic in topics:
        expect(Topic.model_validate_json(topic.to_line()) == topic, "a record is read back as it was written")
        content_hash_of(orjson.loads(topic.to_line()))
        check(b"<h1>Plum</h1><p>Pear", topic)
    audit = RecordAudit(_folder())
    for line in data.split(b"\n"):
        audit.look(line)
        for model in _MODELS:
            try:
                record = model.model_validate_json(line)
            except ValidationError:
                continue
            expect(model.model_validate_json(record.to_line()) == record, "a record is read back as it was written")
    for finding in audit.findings():
        plain(str(finding))


def seeds() -> Iterator[bytes]:
    """Lines of each kind."""
    site = build()
    topics = [parse_page(site.get(f"/{slug}.html").body) for slug in _SLUGS]
    yield b"\n".join(topic.to_line() for topic in topics)
    yield orjson.dumps(_CHANGE)
    yield orjson.dumps(_REJECTION)
    yield topics[0].to_line()[:2000]


_CHANGE = {
    "run_id": "20261123T120000Z", "detected_at": "2026-11-23T12:00:00Z", "event": "updated", "id": "sample/en/plum",
    "previous_id": None, "url": "https://sample.invalid/plum.html", "significance": "content", "fields": ["summary"],
    "patch": [{"op": "replace", "path": "/title", "value": "Plum"}], "before": "0" * 64, "after": "1" * 64,
}  # fmt: skip
_REJECTION = {
    "url": "https://sample.invalid/plum.html", "reason": "maintenance", "detail": "it says so", "http_status": 200,
    "sha256": "0" * 64,
    "capture": {"file": "a.warc.gz", "offset": 1}, "run_id": None, "seen_at": "2026-11-23T12:00:00Z",
}  # fmt: skip


def _folder() -> Path:
    return scratch("published")


TARGET = Target("published", expect_records_or_sentence, seeds, documents.mutated, longest=64 * 1024)
