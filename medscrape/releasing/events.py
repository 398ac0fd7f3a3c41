"""From what happened to a topic to the lines of `changes.jsonl`."""

from collections.abc import Callable, Iterator
from datetime import datetime

import orjson

from medscrape.changes import Cause, causes
from medscrape.changes.patches import Record
from medscrape.models import Change, ChangeEvent, Significance, Topic
from medscrape.store import KnownPage, Step

Reread = Callable[[KnownPage], Topic | None]
"""What the present parser makes of the body behind a published record; None when the body is not kept."""


def no_archive(_: KnownPage) -> None:
    """No body is kept."""


def changes_of(step: Step, run_id: str, now: datetime, reread: Reread) -> Iterator[Change]:
    """The events behind a step: one, or two when the parser and the page both had a part in it."""
    if step.before is None or step.after is None or step.known is None:
        yield _whole(step, run_id, now)
        return
    before, after = orjson.loads(step.before), orjson.loads(step.after)
    # A move is told as one event: a topic cannot be reparsed at an address that it has left.
    explained = None if step.event is ChangeEvent.MOVED else _reread(before, after, step.known, reread)
    for cause in causes(before, after, explained):
        yield _partial(step, cause, run_id, now)


def _reread(before: Record, after: Record, known: KnownPage, reread: Reread) -> Record | None:
    """What the parser of today makes of the body of yesterday; None when that explains nothing."""
    was, now = before["provenance"], after["provenance"]
    if was["parser_version"] == now["parser_version"]:
        return None
    if was["sha256"] == now["sha256"]:
        return after
    topic = reread(known)
    return orjson.loads(topic.to_line()) if topic else None


def _whole(step: Step, run_id: str, now: datetime) -> Change:
    """A topic that came or went; the store adds the record as the patch of one that came."""
    return Change(
        run_id=run_id,
        detected_at=now,
        event=step.event,
        id=step.id,
        previous_id=None,
        url=step.url,
        significance=Significance.CONTENT,
        fields=(),
        patch=None,
        before=step.before_hash,
        after=step.after_hash,
    )


def _partial(step: Step, cause: Cause, run_id: str, now: datetime) -> Change:
    return Change(
        run_id=run_id,
        detected_at=now,
        event=ChangeEvent.REPARSED if cause.is_parser else step.event,
        id=step.id,
        previous_id=step.previous_id,
        url=step.url,
        significance=Significance.PARSER if cause.is_parser else cause.difference.significance,
        fields=cause.difference.fields,
        patch=cause.difference.patch,
        before=cause.before["content_hash"],
        after=cause.after["content_hash"],
    )
