"""Labelled digests (WARC 1.1 sections 5.8 and 5.9): `sha256:` and the digest in base 32."""

import base64
import hashlib
from typing import NamedTuple, Protocol

ALGORITHM = "sha256"
_KNOWN = {"md5": "md5", "sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512"}


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


class Expected(NamedTuple):
    """A digest that a record names, and the hash that is to come to the same."""

    hash: _Hash
    value: str

    @property
    def is_met(self) -> bool:
        """Whether what was hashed is what the record names; base 32 and hexadecimal are both in use."""
        digest = self.hash.digest()
        value = self.value.rstrip("=")
        return value.upper() == base64.b32encode(digest).decode().rstrip("=") or value.lower() == digest.hex()


def expected(labelled: str | None) -> Expected | None:
    """What a record's digest header asks for; None when there is none, or none that can be recomputed."""
    label, _, value = (labelled or "").partition(":")
    algorithm = _KNOWN.get(label.strip().lower())
    if algorithm is None or not value.strip():
        return None
    return Expected(hashlib.new(algorithm, usedforsecurity=False), value.strip())


def labelled_digest(data: bytes) -> str:
    """The digest of data as our records name it.

    >>> labelled_digest(b"words")[:15]
    'sha256:3ORWX75F'
    """
    return f"{ALGORITHM}:{base64.b32encode(hashlib.sha256(data).digest()).decode()}"
