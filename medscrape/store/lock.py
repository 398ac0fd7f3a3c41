"""One run at a time: a lock on the store that the system releases when its holder dies."""

import fcntl
import os
from pathlib import Path
from typing import Self

from medscrape.errors import StoreError
from medscrape.store.trouble import told_plainly


class RunLock:
    """The right to write to a store, until `release`."""

    def __init__(self, file: int) -> None:
        self._file = file

    @classmethod
    def acquire(cls, folder: Path) -> Self:
        """Locks the store in `folder`, or raises `StoreError` when another run has it."""
        path = folder / "lock"
        with told_plainly(path):
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.ftruncate(file, 0)
                os.write(file, f"{os.getpid()}\n".encode())
            except BlockingIOError as error:
                holder = os.read(file, 32).decode("ascii", "replace").strip()
                os.close(file)
                raise StoreError(_in_use(folder, holder)) from error
            except OSError:
                os.close(file)
                raise
        return cls(file)

    def release(self) -> None:
        """Lets the next run in."""
        os.close(self._file)


def _in_use(folder: Path, holder: str) -> str:
    who = f" (process {holder})" if holder else ""
    return f"Another run{who} is using {folder}. Wait until it has ended, or choose another output folder."
