"""Whether a store can be believed: SQLite's own checks, and every record against its digest."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from medscrape.errors import NewerStoreError, OlderStoreError, StoreError
from medscrape.store.database import Database
from medscrape.store.records import body_of

FILE = "store.sqlite"


def problems(database: Database) -> Iterator[str]:
    """What is wrong with an open store; nothing when it is sound."""
    for (finding,) in database.rows("PRAGMA quick_check"):
        if finding != "ok":
            yield f"The store is damaged: {finding}."
    query = "SELECT id, digest, body FROM record WHERE id > ? AND length(body) > 0 ORDER BY id LIMIT ?"
    for number, digest, body in database.walk(query, start=(0,)):
        if not _is_whole(body, digest):
            yield f"The store is damaged: record {number} is not what it was."


def complaint(folder: Path) -> str | None:
    """Why the store in a folder has to be rebuilt, as a sentence; None when it is sound.

    Raises `NewerStoreError` for a store that is merely too new for this version.
    """
    file = folder / FILE
    if not file.exists() or not file.stat().st_size:
        return f"There is no store in {folder}."
    try:
        return _first_problem(file, read_only=True)
    except OlderStoreError:
        return _first_problem(file, read_only=False)
    except NewerStoreError:
        raise
    except StoreError as error:
        return str(error)


def _first_problem(file: Path, *, read_only: bool) -> str | None:
    with closing(Database.open(file, read_only=read_only)) as database:
        return next(problems(database), None)


def _is_whole(body: bytes, digest: bytes) -> bool:
    try:
        return hashlib.sha256(body_of(body)).digest() == digest
    except StoreError:
        return False
