"""When two values of a record are the same."""

from typing import Any

import orjson


def canonical(value: Any) -> bytes:
    """A value as text that does not hang on the order of keys; equal texts are equal JSON.

    >>> canonical({"b": 1, "a": None})
    b'{"a":null,"b":1}'
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def in_any_order(rows: list[Any]) -> tuple[bytes, ...]:
    """Rows in a form that does not hang on their order."""
    return tuple(sorted(map(canonical, rows)))


def is_reordered(before: list[Any], after: list[Any]) -> bool:
    """Whether two lists that differ hold the same rows.

    >>> is_reordered(["a", "b"], ["b", "a"]), is_reordered(["a"], ["a", "a"])
    (True, False)
    """
    return len(before) == len(after) and in_any_order(before) == in_any_order(after)
