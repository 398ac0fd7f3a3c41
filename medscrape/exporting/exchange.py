"""Two folders that change places."""

import ctypes
import os
from pathlib import Path

_HERE = -100
_EXCHANGE = 2
"""`AT_FDCWD` and `RENAME_EXCHANGE` of renameat2(2)."""


def exchange(one: Path, other: Path) -> None:
    """Gives each folder the name of the other: in one step on Linux, in three quick ones elsewhere."""
    if _in_one_step(one, other):
        return
    aside = one.with_name(f"{one.name}.aside")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def _in_one_step(one: Path, other: Path) -> bool:
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    code: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE))
    return code == 0
