"""File names that every system takes, one for each record id."""

import hashlib
from pathlib import PurePosixPath

_LONGEST = 100
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that Windows keeps for devices, whatever their ending."""


def path_of(record_id: str) -> PurePosixPath:
    """Where a record's file stands: one step for each part of its id. No two ids share a file.

    >>> str(path_of("medlineplus/en/asthma"))
    'medlineplus/en/asthma.md'
    >>> str(path_of("../en/con"))
    '~..~/en/con~.md'
    """
    *folders, name = (_safe(part) for part in record_id.split("/"))
    return PurePosixPath(*folders, f"{name}.md")


def _safe(part: str) -> str:
    # No id holds a tilde, so a name that was changed can never be another id's name.
    if len(part) > _LONGEST:
        return f"{_safe(part[:_LONGEST])}~{hashlib.sha256(part.encode()).hexdigest()[:16]}"
    if part.partition(".")[0] in _RESERVED or part.endswith("."):
        part = f"{part}~"
    return f"~{part}" if part.startswith(".") else part
