"""The run at a glance: the verdict, the counts, what it was."""

from dataclasses import dataclass

from medscrape.models import Manifest
from medscrape.reporting.wording import counted, listed, minute, plain
from medscrape.store import BY_HAND
from medscrape.vocabulary.languages import language_name

_TOLD = (
    ("new", "topics that the last release did not hold"),
    ("changed", "topics whose record differs"),
    ("unchanged", "topics whose record is the same"),
    ("gone", "addresses answered with 404 or 410"),
    ("rejected", "pages that should have given a record and did not"),
    ("failed", "addresses without an answer; their last record is kept"),
    ("duplicate", "addresses of a topic met before"),
    ("not_topic", "pages of another kind"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the release may be trusted."""

    is_good: bool
    headline: str
    sentence: str


def verdict_of(manifest: Manifest) -> Verdict:
    """The verdict on a release."""
    gates = [gate for gate in manifest.gates if gate.name != BY_HAND]
    failed = [plain(gate.name) for gate in gates if not gate.passed]
    if not manifest.complete:
        return Verdict(False, "Incomplete", "Some addresses were never tried.")
    if failed:
        signatures = [gate.detail for gate in manifest.gates if gate.name == BY_HAND]
        return Verdict(False, "Published by hand", " ".join([f"Not passed: {listed(failed)}.", *signatures]))
    if not gates:
        return Verdict(True, "Published", "Every address was tried. No gates were set.")
    passed = "the one gate" if len(gates) == 1 else f"all {len(gates)} gates"
    return Verdict(True, "Published", f"Every address was tried, and {passed} passed.")


def counts_of(manifest: Manifest) -> list[tuple[str, int, str]]:
    """How the addresses ended: name, number and meaning of each count."""
    counts = manifest.counts.model_dump()
    return [(plain(name), counts[name], meaning) for name, meaning in _TOLD]


def run_of(manifest: Manifest) -> list[tuple[str, str]]:
    """What the run was, as names and values."""
    source, traffic, again = manifest.source, manifest.traffic, manifest.revalidation
    found = [
        ("Run", manifest.run_id),
        ("Source", f"{source.site}{f', from {source.mirror}' if source.mirror else ''}"),
        ("Asked for", _scope(manifest)),
        ("Began", minute(manifest.started_at)),
        ("Accepted", minute(manifest.finished_at)),
        ("Traffic", f"{counted(traffic.requests, 'request')}, {traffic.received / 10**6:,.1f} MB"),
        ("Made by", f"medscrape {manifest.package_version}, record schema {manifest.schema_version}"),
    ]
    if again.not_modified:
        found.insert(-1, ("Not fetched again", f"{counted(again.not_modified, 'page')} said to be unchanged (304)"))
    return found


def _scope(manifest: Manifest) -> str:
    scope = manifest.scope
    asked = listed(list(scope.topics)) if scope.topics else "all topics"
    limit = f", at most {scope.limit} of each" if scope.limit is not None else ""
    return f"{asked} in {listed([language_name(tag) for tag in scope.languages])}{limit}"
