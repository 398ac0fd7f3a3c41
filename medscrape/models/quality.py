"""What was odd about a page: nothing is dropped in silence."""

from medscrape.models.base import Record


class PageWarning(Record):
    """Something that looked odd while the page was read."""

    code: str
    """What kind of oddity, in snake_case."""
    detail: str
    """Where and what, in a sentence."""


class Quality(Record):
    """What the record could not hold, and what looked odd."""

    unmapped_text: tuple[str, ...]
    """Content text of the page that no field holds; normally empty."""
    warnings: tuple[PageWarning, ...]
    """Oddities: disagreements of the page with itself, unknown marks, damage."""
