"""The figures of `medscrape stats`: what a person asks first, and the same for a program."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from medscrape.models import Manifest
from medscrape.reporting.collection import Collection
from medscrape.reporting.wording import percent

YEAR, FIVE_YEARS = 365, 5 * 365


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was counted."""

    name: str
    """For a program, in snake_case."""
    label: str
    """For a person."""
    value: int | str | None
    of: int | None = None
    """The whole, where the value is a part."""
    unit: str = ""

    @property
    def shown(self) -> str:
        """The value as a person reads it."""
        if self.value is None:
            return "not known"
        value = f"{self.value:,}" if isinstance(self.value, int) else self.value
        share = f" of {self.of:,} ({percent(self.value, self.of)})" if isinstance(self.value, int) and self.of else ""
        return f"{value}{share}{' ' + self.unit if self.unit else ''}"


Block = tuple[str, tuple[Figure, ...]]


def statistics(collection: Collection) -> tuple[Block, ...]:
    """The figures in three blocks: how fresh, how full, how linked."""
    return (
        ("fresh", _fresh(collection)),
        ("full", _full(collection)),
        ("linked", _linked(collection)),
    )


def as_json(manifest: Manifest, collection: Collection) -> dict[str, Any]:
    """The same figures for a program: plain numbers, `null` for what is not known."""
    blocks = {block: {figure.name: figure.value for figure in figures} for block, figures in statistics(collection)}
    return {
        "run_id": manifest.run_id,
        "released_at": _moment(manifest.finished_at),
        "topics": len(collection.topics),
        "languages": collection.languages,
        **blocks,
        "organizations": dict(collection.organizations.most_common(10)),
    }


def _fresh(collection: Collection) -> tuple[Figure, ...]:
    ages, total = collection.ages, len(collection.topics)
    fetched = [topic.fetched_at for topic in collection.topics if topic.fetched_at]
    return (
        Figure("oldest_fetch", "oldest fetch", _moment(min(fetched)) if fetched else None),
        Figure("median_age_days", "median age of the pages", ages[len(ages) // 2] if ages else None, unit="days"),
        Figure("updated_within_a_year", "updated within a year", sum(age <= YEAR for age in ages), total),
        Figure("older_than_five_years", "older than five years", sum(age > FIVE_YEARS for age in ages), total),
        Figure("without_date", "without a date", total - len(ages), total),
    )


def _full(collection: Collection) -> tuple[Figure, ...]:
    total = len(collection.topics)
    return (
        Figure("with_summary", "with a summary", collection.count(lambda topic: topic.words), total),
        Figure(
            "median_summary_words",
            "median length of a summary",
            collection.middle(lambda topic: topic.words),
            unit="words",
        ),
        Figure("median_sections", "sections of a topic, median", collection.middle(lambda topic: len(topic.sections))),
        Figure("with_image", "with an image", collection.count(lambda topic: topic.has_image), total),
        Figure("with_mesh_headings", "with MeSH headings", collection.count(lambda topic: topic.has_mesh), total),
        Figure("with_unmapped_text", "with text no field holds", collection.count(lambda topic: topic.unmapped), total),
        Figure("with_warnings", "with something odd", collection.count(lambda topic: topic.warnings), total),
    )


def _linked(collection: Collection) -> tuple[Figure, ...]:
    total, known = len(collection.topics), collection.addresses
    related = [url for topic in collection.topics for url in topic.related]
    return (
        Figure("links", "links", collection.links),
        Figure("median_links", "links of a topic, median", collection.middle(lambda topic: topic.links)),
        Figure("organizations", "organizations named", len(collection.organizations)),
        Figure("hosts", "hosts linked", len(collection.hosts)),
        Figure("links_from_nih", "links of the NIH", sum(t.from_nih for t in collection.topics), collection.links),
        Figure("related_held", "related topics held here", sum(url in known for url in related), len(related)),
        Figure("twins_held", "with its twin held here", collection.count(lambda t: known & set(t.twins)), total),
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
