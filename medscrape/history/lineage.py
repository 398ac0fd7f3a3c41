"""The past of one topic, through all its addresses."""

from medscrape.models import Change, ChangeEvent
from medscrape.store import Event, Release, Store


def lineage(store: Store, topic_id: str) -> list[Event]:
    """What happened to a topic, oldest first: under its id, and under those that it had before it moved there."""
    found: dict[tuple[str, str, str], Event] = {}
    waiting: list[tuple[str, str | None]] = [(topic_id, None)]
    while waiting:
        wanted, before = waiting.pop()
        for event in store.events_of(wanted):
            change = event.change
            if before is not None and change.run_id >= before:
                continue
            found[change.run_id, change.id, change.event] = event
            if change.id == wanted and change.previous_id:
                waiting.append((change.previous_id, change.run_id))
    # Of two events of one run the parser's came first.
    return sorted(found.values(), key=lambda event: (event.change.run_id, event.change.event != ChangeEvent.REPARSED))


def line_at(store: Store, topic_id: str, release: Release) -> bytes | None:
    """A topic's line in a release, under whatever id it had then; None when the release did not have it."""
    line = store.line_in(release, topic_id)
    move = _first_move_to(store, topic_id, release.run_id, None)
    while line is None and move and move.previous_id:
        line = store.line_in(release, move.previous_id)
        move = _first_move_to(store, move.previous_id, release.run_id, move.run_id)
    return line


def _first_move_to(store: Store, topic_id: str, after: str, before: str | None) -> Change | None:
    """The first move to an id between two runs."""
    changes = (event.change for event in store.events_of(topic_id))
    return next(
        (
            change
            for change in changes
            if change.id == topic_id
            and change.previous_id
            and change.run_id > after
            and (before is None or change.run_id < before)
        ),
        None,
    )
