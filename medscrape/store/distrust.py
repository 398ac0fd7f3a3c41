"""What is not believed of a store: the folder that it lies in may come from anybody."""

from pathlib import Path
from typing import TYPE_CHECKING

from medscrape.errors import StoreError

if TYPE_CHECKING:
    from medscrape.store.database import Database

_COMPANIONS = ("", "-wal", "-shm", "-journal")
_RUN_ID = f"{8 * '[0-9]'}T{6 * '[0-9]'}Z"


def require_no_links(path: Path) -> None:
    """Refuses a store that leads elsewhere: what is written to it would change some other file."""
    for suffix in _COMPANIONS:
        file = path.with_name(path.name + suffix)
        if file.is_symlink():
            raise StoreError(f"{file} is a link to another file. Choose another output folder.")


def require_harmless(database: "Database") -> None:
    """Refuses a store with programs in it, or with runs whose names could be places outside the folder.

    SQLite runs triggers and views of whoever wrote the file (https://www.sqlite.org/security.html); ours has none.
    """
    database.do("PRAGMA trusted_schema = OFF")
    database.do("PRAGMA cell_size_check = ON")
    ((programs,),) = database.rows(
        "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
    )
    has_runs = database.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'run'")
    strange = database.row("SELECT 1 FROM run WHERE id NOT GLOB ?", _RUN_ID) if has_runs else None
    if programs or strange:
        raise StoreError(f"{database.path} was not written by medscrape alone. Choose another output folder.")
