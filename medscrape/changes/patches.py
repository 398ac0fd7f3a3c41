"""Patches (RFC 6902) between versions of a record."""

from typing import Any

import jsonpatch

Record = dict[str, Any]
Patch = tuple[dict[str, Any], ...]

NOT_PATCHED = frozenset({"provenance", "quality", "content_hash"})
"""The fields that patches leave out: they follow from the page and from the others."""


def without_origin(record: Record) -> Record:
    """The part of a record that patches speak of.

    >>> without_origin({"id": "sample/en/a", "provenance": {}})
    {'id': 'sample/en/a'}
    """
    return {name: value for name, value in record.items() if name not in NOT_PATCHED}


def patch_between(before: Record, after: Record) -> Patch:
    """The operations that lead from one version to the next."""
    return tuple(jsonpatch.make_patch(without_origin(before), without_origin(after)).patch)


def apply(record: Record | None, patch: Patch) -> Record:
    """What a patch makes of a record without origin; the record stays as it is. None stands for no record.

    >>> apply({"title": "Fever", "groups": []}, ({"op": "add", "path": "/groups/0", "value": "Symptoms"},))
    {'title': 'Fever', 'groups': ['Symptoms']}
    >>> apply(None, ({"op": "add", "path": "", "value": {"title": "Fever"}},))
    {'title': 'Fever'}
    """
    patched: Record = jsonpatch.apply_patch(without_origin(record or {}), list(patch))
    return patched
