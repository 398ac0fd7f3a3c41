"""What an index of chunks has to do when a topic changes."""

from collections.abc import Iterable, Mapping

from medscrape.errors import UsageError
from medscrape.exporting.chunks import Chunk, chunks_of
from medscrape.exporting.records import public_domain
from medscrape.models import Change, Record, Topic


class Refresh(Record):
    """The work on an index: chunks that are in neither list stay as they are."""

    embed: tuple[Chunk, ...]
    """Chunks that are new or say something else: embed them, and put them in place of those with the same ids."""
    delete: tuple[str, ...]
    """Ids of chunks that are gone."""


def refresh(held: Mapping[str, str], chunks: Iterable[Chunk]) -> Refresh:
    """What to do with an index that holds chunks of a topic (id to content hash), so that it holds `chunks`."""
    wanted = {chunk.id: chunk for chunk in chunks}
    return Refresh(
        embed=tuple(chunk for chunk in wanted.values() if held.get(chunk.id) != chunk.content_hash),
        delete=tuple(chunk_id for chunk_id in held if chunk_id not in wanted),
    )


def refresh_after(
    change: Change, before: Topic | None, after: Topic | None, *, public_domain_only: bool = False
) -> Refresh:
    """What to do after a change event, from the record of the release before it and of its own release.

    `before` is None for a topic that was added or restored, `after` for one that was removed.
    """
    _require(change, before, change.before, "before")
    _require(change, after, change.after, "after")
    held = {chunk.id: chunk.content_hash for chunk in _chunks(before, public_domain_only)}
    return refresh(held, _chunks(after, public_domain_only))


def _chunks(topic: Topic | None, public_domain_only: bool) -> Iterable[Chunk]:
    record = public_domain(topic) if topic and public_domain_only else topic
    return chunks_of(record) if record else ()


def _require(change: Change, topic: Topic | None, content_hash: str | None, when: str) -> None:
    if (topic.content_hash if topic else None) != content_hash:
        raise UsageError(f"The record given is not that of {change.id} {when} the change; take it from that release.")
