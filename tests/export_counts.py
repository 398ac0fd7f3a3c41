"""The table of what the readers of the exports count; apart, for it is needed where no reader is."""

from collections.abc import Iterable, Iterator


def counts(rows: Iterable[tuple[str, int, int, int, int, str]]) -> Iterator[str]:
    """What each reader counts, as a table."""
    yield f"{'':22}{'topics':>8}{'sections':>10}{'links':>8}{'characters':>12}  sha256"
    for name, topics, sections, links, characters, sha256 in rows:
        yield f"{name:22}{topics:8}{sections:10}{links:8}{characters:12}  {sha256[:12]}"
