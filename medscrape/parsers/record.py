"""What every reader of topics shares: the last steps from what was read to a finished record."""

import hashlib
from collections.abc import Iterable

from medscrape.models import PageWarning, Provenance, Quality, Topic, content_hash_of
from medscrape.parsers.decoding import Decoded
from medscrape.text import clean

PARSER_VERSION = "3"
"""Raised with every change that can give another record for the same page."""

UNFINISHED_HASH = "0" * 64
UNFINISHED_QUALITY = Quality(unmapped_text=(), warnings=())


def finished(draft: Topic, unmapped: Iterable[str], warnings: Iterable[PageWarning]) -> Topic:
    """A draft with its hash and with what was odd about it."""
    return draft.model_copy(
        update={
            "content_hash": content_hash_of(draft),
            "quality": Quality(unmapped_text=tuple(unmapped), warnings=tuple(warnings)),
        }
    )


def split_names(names: str) -> tuple[str, ...]:
    """The names in a list joined by ", ", but never split inside parentheses.

    >>> split_names("Bronchitis (acute, or chest cold), Chest cold")
    ('Bronchitis (acute, or chest cold)', 'Chest cold')
    """
    parts: list[str] = []
    depth = 0
    for piece in names.split(", "):
        if depth > 0:
            parts[-1] = f"{parts[-1]}, {piece}"
        else:
            parts.append(piece)
        depth = max(0, depth + piece.count("(") - piece.count(")"))
    return tuple(name for part in parts if (name := clean(part)))


def keywords_of(meta: str | None) -> tuple[str, ...]:
    """The keywords of a page; the literal "None" of text dumps is none.

    >>> keywords_of("None"), keywords_of("Tonsils, Tonsillectomy")
    ((), ('Tonsils', 'Tonsillectomy'))
    """
    words = [clean(word) for word in (meta or "").split(",")]
    return tuple(word for word in words if word and word != "None")


def provenance_of(decoded: Decoded, body: bytes, template: str) -> Provenance:
    """What parsing alone knows of a record's origin."""
    return Provenance(
        run_id=None,
        source_url=None,
        fetched_at=None,
        http_status=None,
        etag=None,
        last_modified=None,
        content_type=None,
        encoding=decoded.encoding,
        sha256=hashlib.sha256(body).hexdigest(),
        bytes=len(body),
        template=template,
        parser_version=PARSER_VERSION,
        capture=None,
    )
