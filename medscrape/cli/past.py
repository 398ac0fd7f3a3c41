"""What the commands about the past share: where the store is, which moment is meant, how an event reads."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.terminal import safe, weighed
from medscrape.errors import UsageError
from medscrape.models import Change, ChangeEvent
from medscrape.store import Store

Output = Annotated[
    Path | None,
    typer.Option(envvar="MEDSCRAPE_OUTPUT", help="Folder that the crawl writes to (default: output).", metavar="DIR"),
]
_DEFAULT, _SAMPLE = Path("output"), Path("output/sample")
_MOST = 5


def output_folder(output: Path | None) -> Path:
    """The folder that is meant; raises `UsageError` when a store is only where the sample site's is."""
    if output is None and not (_DEFAULT / "store").exists() and (_SAMPLE / "store").exists():
        raise UsageError(f"There is no store in {_DEFAULT}, but one in {_SAMPLE}: add --output {_SAMPLE}.")
    return output or _DEFAULT


def known_id(store: Store, wanted: str) -> str:
    """The id, if there ever was such a topic; else raises `UsageError` with those it may stand for.

    The last step alone, such as `asthma`, will do where it is the only one.
    """
    found = store.ids_ending(wanted.rpartition("/")[2].lower(), _MOST)
    if wanted in found:
        return wanted
    if "/" not in wanted and len(found) == 1:
        return found[0]
    hint = f"Did you mean {' or '.join(found)}?" if found else "The ids are in topics.jsonl."
    raise UsageError(f"There is no topic {safe(wanted)!r} in the store. {hint}")


def moment(text: str, *, end_of_day: bool) -> datetime:
    """The moment behind a date or a time; a date alone is the beginning or the end of that day in UTC.

    >>> moment("2026-11-23", end_of_day=False).isoformat()
    '2026-11-23T00:00:00+00:00'
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{safe(text)!r} is no date such as 2026-11-23 and no time such as 2026-11-23T12:00Z."
        ) from None
    if len(text) <= len("2026-11-23") and end_of_day:
        found = datetime.combine(found.date() + timedelta(days=1), time()) - timedelta(microseconds=1)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def in_words(event: ChangeEvent, fields: tuple[str, ...], previous_id: str | None = None) -> str:
    """What differs, for a person."""
    places = ", ".join(map(safe, fields))
    if event is ChangeEvent.MOVED:
        return f"from {previous_id}: {places}"
    return places


def as_line(change: Change) -> str:
    """An event in columns: what, how much it matters, which topic, where."""
    places = in_words(change.event, change.fields, change.previous_id)
    return f"  {change.event.value:<9} {weighed(change.significance)} {safe(change.id):<40} {places}"


def summed_up(events: Counter[ChangeEvent]) -> str:
    """The number of events, by what happened.

    >>> summed_up(Counter({ChangeEvent.ADDED: 2, ChangeEvent.MOVED: 1}))
    '3 changes: 2 added, 1 moved'
    """
    if not events:
        return "No changes."
    parts = ", ".join(f"{events[event]} {event.value}" for event in ChangeEvent if events[event])
    return f"{events.total()} change{'' if events.total() == 1 else 's'}: {parts}"
