"""Small invented records and a clock, for the tests of the store and the publication."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from medscrape.errors import RejectionReason
from medscrape.models import Provenance, Rejection, RichText, Scope, Source, Topic, content_hash_of
from medscrape.releasing import Acceptance, accept
from medscrape.store import Release, Run, Store

SOURCE = Source(site="sample", mirror=None)
FULL = Scope(languages=("en", "es"), topics=(), limit=None)
SCOPED = Scope(languages=("en",), topics=("asthma",), limit=None)
NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
HALF_A_DAY = timedelta(hours=12)
ANYWAY = Acceptance("a test", "it is about something else than the gates")
_HASH = "0" * 64


def url_of(slug: str) -> str:
    return f"https://sample.invalid/{slug}.html"


def topic(slug: str, words: str = "Words.", *, run: str | None = None, at: datetime = NOON, **fields: Any) -> Topic:
    """A record of `slug` whose content is `words` and whose origin is `run` and `at`."""
    body = f"{slug}: {words}".encode()
    values: dict[str, Any] = dict.fromkeys(Topic.model_fields, ())
    values |= dict.fromkeys(("description", "image", "primary_institute", "date_created", "page_updated"))
    values |= dict.fromkeys(("last_reviewed", "rss_url"))
    values |= {
        "schema_version": "1.0",
        "id": f"sample/en/{slug}",
        "url": url_of(slug),
        "language": "en",
        "title": slug.title(),
        "summary": RichText(html=f"<p>{words}</p>", text=words, attribution=(), license=None),
        "content_hash": _HASH,
        "quality": {"unmapped_text": (), "warnings": ()},
        "provenance": Provenance(
            run_id=run,
            source_url=url_of(slug),
            fetched_at=at,
            http_status=200,
            etag=f'"{len(body)}"',
            last_modified=None,
            content_type="text/html",
            encoding="utf-8",
            sha256=hashlib.sha256(body).hexdigest(),
            bytes=len(body),
            template="current",
            parser_version="1",
            capture=None,
        ),
    }
    record = Topic.model_validate(values | fields)
    return record.model_copy(update={"content_hash": content_hash_of(orjson.loads(record.to_line()))})


def rejection(slug: str, at: datetime = NOON) -> Rejection:
    return Rejection(
        url=url_of(slug),
        reason=RejectionReason.MAINTENANCE,
        detail="The page says that the site is being maintained.",
        http_status=200,
        sha256=_HASH,
        capture=None,
        run_id=None,
        seen_at=at,
    )


def begin(store: Store, scope: Scope = FULL, at: datetime = NOON) -> Run:
    return store.begin(scope, at, HALF_A_DAY)


def release(store: Store, pages: dict[str, str], at: datetime = NOON, scope: Scope = FULL) -> Release:
    """A run that meets `pages` (slug to words), accepted."""
    run = begin(store, scope, at)
    for slug, words in pages.items():
        store.finish_topic(run, url_of(slug), topic(slug, words, run=run.id, at=at))
    return accept(store, run, at, force=ANYWAY)


def open_store(output: Path) -> Store:
    return Store.open(output, SOURCE)
