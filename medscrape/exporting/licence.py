"""What may be said about who owns the words of an export."""

from medscrape.models import PUBLIC_DOMAIN, Topic
from medscrape.vocabulary.sites import site_of

TERMS = (
    'Summaries whose licence is "public-domain" are in the public domain. '
    "Everything else is titles and links of pages whose licence is not stated."
)
"""The licence of a whole export, in two sentences."""

PUBLIC_DOMAIN_TERMS = "Every text is a summary in the public domain."
"""The licence of an export that holds nothing else."""


def credit_of(topic: Topic) -> str | None:
    """The credit line that a reuse of the summary should show, or None where there is nothing to claim."""
    site = site_of(topic.url)
    is_free = topic.summary is not None and topic.summary.license == PUBLIC_DOMAIN
    return site.credit if site and is_free else None
