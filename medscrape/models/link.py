"""One row of a list of links, and what its URL identifies."""

from enum import StrEnum
from typing import Literal

from medscrape.models.base import LanguageTag, Record, Url

PUBLIC_DOMAIN = "public-domain"
License = Literal["public-domain"] | None


class ReferenceKind(StrEnum):
    """What kind of thing a URL identifies."""

    PUBMED_ARTICLE = "pubmed_article"
    PUBMED_SEARCH = "pubmed_search"
    CLINICAL_TRIAL = "clinical_trial"
    CLINICAL_TRIALS_SEARCH = "clinical_trials_search"
    TOPIC = "topic"
    ENCYCLOPEDIA = "encyclopedia"
    MEDICAL_TEST = "medical_test"
    GENETICS = "genetics"
    DRUG = "drug"


class Reference(Record):
    """What a link's URL identifies, read from the URL alone."""

    kind: ReferenceKind
    """The kind of thing."""
    id: str | None
    """Its identifier: a PubMed id, an NCT number, a record id such as `medlineplus/en/asthma` for a topic, else the
    path below the part of the site without extension, such as `article/000986`. `null` for searches."""
    query: str | None
    """The search terms, decoded; `null` for anything but a search."""


class NamedLink(Record):
    """A name with the page it leads to."""

    title: str
    """The words shown."""
    url: Url | None
    """Absolute URL; `null` only in records read from text dumps, which carry no link targets."""


class Alternate(Record):
    """The same resource in another language."""

    language: LanguageTag
    """Language of the other version; `und` where the page names one that is unknown to us."""
    url: Url | None
    """Absolute URL; `null` only in records read from text dumps, which carry no link targets."""


class Link(Record):
    """One row of a section: a resource, who made it, and the marks beside it."""

    title: str
    """The words of the link, as shown (journal articles are cut with "..." by the site)."""
    url: Url | None
    """Absolute URL; `null` only in records read from text dumps. Within a section it identifies the row."""
    sid: str | None
    """The site's own record id (`data-sid`); not unique: all journal articles of a topic share one."""
    organizations: tuple[str, ...]
    """Who made the resource, without the parentheses; names are as shown."""
    from_nih: bool
    """Whether the row shows the mark of the National Institutes of Health or carries institute codes."""
    nih_institutes: tuple[str, ...]
    """NIH institute codes of the row (`data-org`), such as `NCI`."""
    labels: tuple[str, ...]
    """The row's marks in snake_case: `video`, `pdf`, `easy_to_read`, `infographic`, `new`, ..."""
    notes: tuple[str, ...]
    """Other words beside the link, as shown, such as `In English and Spanish`."""
    alternates: tuple[Alternate, ...]
    """The same resource in other languages ("Also in Spanish")."""
    reference: Reference | None
    """What the URL identifies, or `null`."""
