"""Files that are no pages, whatever they are called: known by their first bytes."""

# From the patterns of the WHATWG MIME Sniffing standard, sections 6 and 7.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"%!PS-Adobe-", "a PostScript file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"RIFF", "a RIFF file"),
    (b"\x1f\x8b\x08", "compressed by gzip"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
)


def kind_of_file(body: bytes) -> str | None:
    """What a body is if it is certainly no page, as half a sentence, or None.

    >>> kind_of_file(b"%PDF-1.7"), kind_of_file(b' {"error": 404}'), kind_of_file(b"<!DOCTYPE html>")
    ('a PDF file', 'JSON', None)
    """
    for beginning, kind in _BEGINNINGS:
        if body.startswith(beginning):
            return kind
    start = body[:64].lstrip()
    return "JSON" if start[:1] in {b"{", b"["} and body.rstrip()[-1:] in {b"}", b"]"} else None
