"""What looked odd while the pages of a release were read."""

from typing import NamedTuple

from medscrape.reporting.collection import Collection

UNMAPPED = "unmapped_text"


class Oddity(NamedTuple):
    """One kind of oddity."""

    code: str
    topics: int
    example: str
    """Id of a topic that has it."""
    detail: str


def oddities(collection: Collection) -> list[Oddity]:
    """Every kind of oddity, the most frequent first; text that no field holds comes before all."""
    found: list[Oddity] = []
    if collection.unmapped_example:
        detail = "The page has text that no field holds."
        found.append(Oddity(UNMAPPED, collection.with_unmapped, collection.unmapped_example, detail))
    found += [Oddity(code, count, *collection.examples[code]) for code, count in collection.warnings.most_common()]
    return found
