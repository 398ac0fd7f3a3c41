"""HTTP messages as archives hold them (RFC 9112), read from their bytes."""

import re
from typing import NamedTuple

from medscrape.archive.captured import Headers

_LINE_END = re.compile(rb"\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/[0-9.]{1,5} +(?P<status>[0-9]{3})\b", re.IGNORECASE)
_LONGEST_HEAD = 256 * 1024


class Message(NamedTuple):
    """A response, taken apart."""

    status: int
    headers: Headers
    body: bytes


def response_of(block: bytes) -> Message | None:
    r"""The response in a record's block, or None when it is none.

    >>> response_of(b"HTTP/1.1 200 OK\r\nA: 1\r\n\r\nwords")
    Message(status=200, headers=(('A', '1'),), body=b'words')
    """
    end = _HEAD_END.search(block, 0, _LONGEST_HEAD)
    head = block[: end.start()] if end else block[:_LONGEST_HEAD].rstrip(b"\r\n")
    first, *lines = _LINE_END.split(head)
    match = _STATUS_LINE.match(first)
    if match is None or (end is None and len(block) > _LONGEST_HEAD):
        return None
    return Message(int(match["status"]), tuple(_fields(lines)), block[end.end() :] if end else b"")


def head_length(block: bytes) -> int:
    """The length of a message's head with the empty line behind it."""
    end = _HEAD_END.search(block, 0, _LONGEST_HEAD)
    return end.end() if end else len(block)


def _fields(lines: list[bytes]) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("latin-1")
        if text[:1] in {" ", "\t"} and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon:
            fields.append((name.strip(), value.strip()))
    return fields
