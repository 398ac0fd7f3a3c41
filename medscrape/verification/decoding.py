"""The text of a page's bytes, by the encoding that its record names."""

import ftfy

_REPAIRED = " (repaired)"


def source_of(body: bytes, encoding: str) -> str:
    """The page as text; where the record says so, text that was decoded wrongly before is set right."""
    base = encoding.removesuffix(_REPAIRED)
    text = body.decode("utf-8" if base == "unicode" else base, "replace").removeprefix("\ufeff").replace("\x00", "")
    return _repaired(text) if encoding.endswith(_REPAIRED) else text


def _repaired(text: str) -> str:
    try:
        return text.encode("sloppy-windows-1252").decode()
    except UnicodeError:
        return "\n".join(map(ftfy.fix_encoding, text.split("\n")))
