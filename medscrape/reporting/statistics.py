"""The figures of `medscrape stats`: what a person asks first, and the same for a program."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import median_high
from typing import Any

from medscrape.models import Manifest
from medscrape.reporting.collection import Collection, middle
from medscrape.reporting.crosslinks import Crosslinks
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


def statistics(collection: Collection, crosslinks: Crosslinks) -> tuple[Block, ...]:
    """The figures in three blocks: how fresh, how full, how linked."""
    return (
        ("fresh", _fresh(collection)),
        ("full", _full(collection)),
        ("linked", _linked(collection, crosslinks)),
    )


def as_json(manifest: Manifest, collection: Collection, crosslinks: Crosslinks) -> dict[str, Any]:
    """The same figures for a program: plain numbers, `null` for what is not known."""
    told = statistics(collection, crosslinks)
    blocks = {block: {figure.name: figure.value for figure in figures} for block, figures in told}
    return {
        "run_id": manifest.run_id,
        "released_at": _moment(manifest.finished_at),
        "topics": collection.total,
        "languages": collection.languages,
        **blocks,
        "organizations": dict(collection.organizations.most_common(10)),
    }


def _fresh(collection: Collection) -> tuple[Figure, ...]:
    ages, total, fetched = collection.ages, collection.total, collection.oldest_fetch
    return (
        Figure("oldest_fetch", "oldest fetch", _moment(fetched) if fetched else None),
        Figure(
            "median_age_days", "median age of the pages", median_high(ages.elements()) if ages else None, unit="days"
        ),
        Figure("updated_within_a_year", "updated within a year", _within(ages, YEAR), total),
        Figure("older_than_five_years", "older than five years", ages.total() - _within(ages, FIVE_YEARS), total),
        Figure("without_date", "without a date", total - ages.total(), total),
    )


def _within(ages: Counter[int], days: int) -> int:
    return sum(topics for age, topics in ages.items() if age <= days)


def _full(collection: Collection) -> tuple[Figure, ...]:
    total = collection.total
    return (
        Figure("with_summary", "with a summary", total - collection.words[0], total),
        Figure("median_summary_words", "median length of a summary", middle(collection.words), unit="words"),
        Figure("median_sections", "sections of a topic, median", middle(collection.sections)),
        Figure("with_image", "with an image", collection.with_image, total),
        Figure("with_mesh_headings", "with MeSH headings", collection.with_mesh, total),
        Figure("with_unmapped_text", "with text no field holds", collection.with_unmapped, total),
        Figure("with_warnings", "with something odd", collection.with_warnings, total),
    )


def _linked(collection: Collection, crosslinks: Crosslinks) -> tuple[Figure, ...]:
    links = collection.all_links
    return (
        Figure("links", "links", links),
        Figure("median_links", "links of a topic, median", middle(collection.links)),
        Figure("organizations", "organizations named", len(collection.organizations)),
        Figure("hosts", "hosts linked", len(crosslinks.hosts)),
        Figure("links_from_nih", "links of the NIH", collection.from_nih, links),
        Figure("related_held", "related topics held here", crosslinks.related_held, crosslinks.related),
        Figure("twins_held", "with its twin held here", crosslinks.twins_held, collection.total),
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
