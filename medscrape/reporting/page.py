"""The report as one HTML page that needs nothing else: no network, no other file, no permission."""

import base64
import hashlib

from markupsafe import Markup

from medscrape.models import Significance
from medscrape.reporting.charts import charts
from medscrape.reporting.digest import Digest
from medscrape.reporting.glance import counts_of, run_of, verdict_of
from medscrape.reporting.oddities import oddities
from medscrape.reporting.payload import payload, script_safe
from medscrape.reporting.templating import rendered, text_of
from medscrape.reporting.timeline import Timeline

_SCRIPTS = ("elements.js", "lists.js", "changes.js", "topics.js")


def page(digest: Digest) -> str:
    """The whole page."""
    timeline, collection = digest.timeline, digest.collection
    script, style = _script(), text_of("report.css")
    data = payload(collection.topics, timeline, digest.sides)
    return rendered(
        "report.html",
        manifest=digest.manifest,
        verdict=verdict_of(digest.manifest),
        counts=counts_of(digest.manifest),
        run=run_of(digest.manifest),
        timeline=timeline,
        is_first=digest.is_first,
        weights=_weights(timeline),
        charts=charts(collection, timeline),
        oddities=oddities(collection),
        rejections=digest.rejections,
        data=Markup(script_safe(data)),  # noqa: S704 - made safe by it
        script=Markup(script),  # noqa: S704 - ours
        style=Markup(style),  # noqa: S704 - ours
        policy=_policy(script, style),
    )


def _weights(timeline: Timeline) -> list[tuple[str, int]]:
    """How many events of the release are of each significance, the weightiest first."""
    found = [change.significance for change in timeline.latest]
    return [(weight.value, found.count(weight)) for weight in reversed(Significance)]


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
