"""Which files are WARC files."""

import zlib
from pathlib import Path

_SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_FRONT = b"WARC/"


def is_warc(path: Path) -> bool:
    """Whether a file is a WARC file: by its name, or else by its first bytes, compressed or not."""
    if path.name.lower().endswith(_SUFFIXES):
        return True
    with path.open("rb") as file:
        start = file.read(1024)
    if start.startswith(b"\x1f\x8b"):
        try:
            start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, 16)
        except zlib.error:
            return False
    return start.startswith(_FRONT)
