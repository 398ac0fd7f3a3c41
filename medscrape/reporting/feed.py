"""Atom feeds (RFC 4287) of what changed, one per language: subscribe instead of asking again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from medscrape.models import Change
from medscrape.reporting.data import Sides
from medscrape.reporting.digest import Digest
from medscrape.reporting.feed_words import headline, phrases_in, summary_of
from medscrape.reporting.templating import rendered
from medscrape.reporting.wording import for_xml, web_only
from medscrape.vocabulary.sites import SITES


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    title: str
    updated: str
    link: str | None
    term: str
    summary: str


def feed(digest: Digest, language: str) -> bytes:
    """The feed of a language, the newest entry first."""
    manifest, site = digest.manifest, digest.manifest.source.site
    known = next((known for known in SITES if known.name == site), None)
    newest = list(digest.timeline.told.get(language, ()))[::-1]
    return rendered(
        "feed.xml",
        id=_urn(f"medscrape feed {site}/{language}"),
        language=language,
        site=site,
        phrases=phrases_in(language),
        updated=_moment(newest[0].detected_at if newest else manifest.finished_at),
        home=known.home if known else None,
        credit=known.credit if known else None,
        version=manifest.package_version,
        entries=[_entry(change, digest.titles.get(change.id), digest.sides(change), language) for change in newest],
    ).encode()


def _entry(change: Change, title: str | None, both: Sides, language: str) -> _Entry:
    record = both.after or both.before or {}
    shown = record.get("title") or title or change.id
    return _Entry(
        id=_urn(f"medscrape {change.run_id} {change.id} {change.event}"),
        title=for_xml(headline(change, shown, language)),
        updated=_moment(change.detected_at),
        link=web_only(change.url),
        term=change.event,
        summary=for_xml(summary_of(change, both, language)),
    )


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, name).urn


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
