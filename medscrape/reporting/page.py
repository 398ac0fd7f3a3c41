"""The report as one HTML page that needs nothing else: no network, no other file, no permission."""

import base64
import hashlib
from collections.abc import Iterator

from markupsafe import Markup

from medscrape.reporting.charts import charts
from medscrape.reporting.digest import Digest
from medscrape.reporting.glance import counts_of, run_of, verdict_of
from medscrape.reporting.oddities import oddities
from medscrape.reporting.payload import lists_of
from medscrape.reporting.templating import streamed, text_of
from medscrape.reporting.timeline import WEIGHTIEST_FIRST, Timeline

_SCRIPTS = ("elements.js", "lists.js", "changes.js", "topics.js")


def page(digest: Digest) -> Iterator[bytes]:
    """The whole page, piece by piece."""
    script, style = _script(), text_of("report.css")
    lists = lists_of(digest)
    pieces = streamed(
        "report.html",
        manifest=digest.manifest,
        verdict=verdict_of(digest.manifest),
        counts=counts_of(digest.manifest),
        run=run_of(digest.manifest),
        is_first=digest.is_first,
        weights=_weights(digest.timeline),
        charts=charts(digest.collection, digest.timeline),
        oddities=oddities(digest.collection),
        rejections=digest.rejections,
        topics=lists.topics,
        changes=lists.changes,
        data=map(Markup, lists.pieces()),  # made safe by it
        script=Markup(script),  # noqa: S704 - ours
        style=Markup(style),  # noqa: S704 - ours
        policy=_policy(script, style),
    )
    return map(str.encode, pieces)


def _weights(timeline: Timeline) -> list[tuple[str, int]]:
    """How many events of the release are of each significance, the weightiest first."""
    return [(weight.value, timeline.weights[weight]) for weight in WEIGHTIEST_FIRST]


def _script() -> str:
    return "".join(("(() => {\n", '"use strict";\n', *map(text_of, _SCRIPTS), "})();\n"))


def _policy(script: str, style: str) -> str:
    """Nothing but this script and this style may run or load, whatever else a page smuggles in."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
