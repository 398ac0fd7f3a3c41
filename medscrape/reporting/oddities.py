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
    unmapped = [topic for topic in collection.topics if topic.unmapped]
    if unmapped:
        found.append(Oddity(UNMAPPED, len(unmapped), unmapped[0].id, "The page has text that no field holds."))
    examples: dict[str, tuple[str, str]] = {}
    for topic in collection.topics:
        for code, detail in topic.warnings:
            examples.setdefault(code, (topic.id, detail))
    found += [Oddity(code, count, *examples[code]) for code, count in collection.warnings.most_common()]
    return found
