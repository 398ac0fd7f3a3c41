"""Text that was decoded wrongly before it came to us, such as `EspaÃ±ol`."""

import re

import ftfy

MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
"""What UTF-8 looks like after it was read as Latin-1 or Windows-1252."""
# No text was decoded wrongly so often; taking such a row back step by step takes time that grows with its square.
_ENDLESS = re.compile("[\u00c2\u00c3]{16}")


def set_right(text: str) -> str:
    """A text with its wrongly decoded lines set right, each on its own.

    >>> set_right("EspaÃ±ol")
    'Español'
    """
    return "\n".join(map(_set_line_right, text.split("\n")))


def _set_line_right(line: str) -> str:
    return ftfy.fix_encoding(line) if MOJIBAKE.search(line) and not _ENDLESS.search(line) else line
