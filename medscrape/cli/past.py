"""What the commands about the past share: where the store is, which topic and which release are meant."""

from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.completion import topic_ids
from medscrape.errors import UsageError
from medscrape.store import Release, Store
from medscrape.terminal import safe, say_aside
from medscrape.vocabulary.sites import topic_address

Output = Annotated[
    Path | None,
    typer.Option(
        envvar="MEDSCRAPE_OUTPUT",
        show_envvar=False,
        help="Folder that the crawl writes to; default: MEDSCRAPE_OUTPUT, else output.",
        metavar="DIR",
        file_okay=False,
    ),
]
TopicId = Annotated[
    str,
    typer.Argument(
        help="Id of a topic, past or present; its end, such as es/asthma, or its address will do.",
        metavar="TOPIC",
        autocompletion=topic_ids,
    ),
]
_DEFAULT, _SAMPLE = Path("output"), Path("output/sample")
_MOST = 5


def output_folder(output: Path | None) -> Path:
    """The folder that is meant; raises `UsageError` when a store is only where the sample site's is."""
    if output is None and not (_DEFAULT / "store").exists() and (_SAMPLE / "store").exists():
        raise UsageError(f"There is no store in {_DEFAULT}, but one in {_SAMPLE}: add --output {_SAMPLE}.")
    folder = output or _DEFAULT
    say_aside(f"reading {folder}")
    return folder


def known_id(store: Store, wanted: str) -> str:
    """The id, if there ever was such a topic; else raises `UsageError` with those it may stand for.

    The last steps, such as `asthma` or `es/asthma`, will do where only one id ends in them.
    """
    address = topic_address(wanted)
    ending = address.id if address else wanted.lower().strip("/").removesuffix(".html")
    found = store.ids_ending(ending, _MOST)
    if ending in found:
        return ending
    if len(found) == 1:
        return found[0]
    raise UsageError(f"There is no topic {safe(wanted)!r} in the store. {_hint(store, ending, found)}")


def _hint(store: Store, ending: str, found: list[str]) -> str:
    near = found or _near(store, ending)
    return f"Did you mean {' or '.join(near)}?" if near else "The ids are in topics.jsonl."


def _near(store: Store, ending: str) -> list[str]:
    """Ids whose last step looks like the one that is wanted."""
    ids: dict[str, list[str]] = {}
    for known in store.ids():
        ids.setdefault(known.rpartition("/")[2], []).append(known)
    slugs = get_close_matches(ending.rpartition("/")[2], ids, n=_MOST)
    return [known for slug in slugs for known in ids[slug]][:_MOST]


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


def release_meant(store: Store, at: str | None) -> Release | None:
    """The release of a run, or the last one at a date or time, or the last one of all; None when there was none."""
    if at is None:
        return store.last_release()
    return store.release_of(at) or store.release_at(moment(at, end_of_day=True))
