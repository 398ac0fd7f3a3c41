"""Two values of JSON data beside each other."""

import json
import re
from collections.abc import Iterator
from typing import Any


def differences(expected: Any, found: Any) -> list[str]:
    """List the places at which two values differ, one line each."""
    wanted, got = dict(leaves(expected)), dict(leaves(found))
    return [
        f"{place or 'value'}: the page says {wanted.get(place, 'nothing')!r}, the record {got.get(place, 'nothing')!r}"
        for place in sorted(wanted.keys() | got.keys(), key=natural)
        if place not in wanted or place not in got or wanted[place] != got[place]
    ][:40]


def natural(place: str) -> list[tuple[int, str]]:
    """Sort key that puts links[9] before links[10]."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", place)]


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Walk the scalars of a value, and its empty lists, with the place of each."""
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from leaves(part, f"{place}.{name}")
    elif isinstance(value, list) and value:
        for number, part in enumerate(value):
            yield from leaves(part, f"{place}[{number}]")
    else:
        yield place, value


def canonical(value: Any) -> str:
    """Give the one JSON text of a value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
