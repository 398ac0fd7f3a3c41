"""The records of an export: whole topics with their credit line, or nothing but summaries in the public domain."""

from datetime import date

from medscrape.exporting.headings import Heading, headings_of
from medscrape.exporting.licence import credit_of
from medscrape.models import PUBLIC_DOMAIN, License, Record, Topic
from medscrape.models.base import LanguageTag, Sha256, Url


class CreditedTopic(Topic):
    """Everything one health-topic page says, and the credit line to show with its summary."""

    credit: str | None
    """The line to show where the summary is reused; `null` where none is asked for or the licence is unknown."""


class PublicDomainSummary(Record):
    """A summary in the public domain: its words only, without links, pictures and names of sources."""

    text: str
    """Paragraphs separated by a blank line, list items as lines starting `- `, table rows with cells separated by
    ` | `."""
    headings: tuple[Heading, ...]
    """Which paragraphs of `text` are headings, in order."""
    license: License
    """Always `public-domain`."""


class PublicDomainTopic(Record):
    """A summary in the public domain, with what is needed to name and credit it, and no other text of the page."""

    id: str
    """`site/language/slug`, computed from the canonical URL alone."""
    url: Url
    """The page's canonical URL."""
    language: LanguageTag
    """Language of the page, `en` or `es`."""
    title: str
    """The topic's name."""
    summary: PublicDomainSummary
    """The summary."""
    date_created: date | None
    """When the page was created, or `null`."""
    page_updated: date | None
    """When the page was last updated, as it says, or `null`."""
    last_reviewed: date | None
    """When the topic was last reviewed, as it says, or `null`."""
    content_hash: Sha256
    """The hash of the whole record, so that the two can be compared."""
    credit: str | None
    """The line to show where the summary is reused, or `null` when the site asks for none."""


Exported = CreditedTopic | PublicDomainTopic


def credited(topic: Topic) -> CreditedTopic:
    """A whole topic for an export."""
    return CreditedTopic.model_construct(**dict(topic), credit=credit_of(topic))


def public_domain(topic: Topic) -> PublicDomainTopic | None:
    """The part of a topic that is in the public domain, or None when nothing is."""
    summary = topic.summary
    if summary is None or summary.license != PUBLIC_DOMAIN:
        return None
    return PublicDomainTopic(
        id=topic.id,
        url=topic.url,
        language=topic.language,
        title=topic.title,
        summary=PublicDomainSummary(text=summary.text, headings=headings_of(summary), license=summary.license),
        date_created=topic.date_created,
        page_updated=topic.page_updated,
        last_reviewed=topic.last_reviewed,
        content_hash=topic.content_hash,
        credit=credit_of(topic),
    )
