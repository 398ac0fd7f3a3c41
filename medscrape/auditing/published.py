"""The published files against their manifests and against the store."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from medscrape.auditing.finding import Finding, counted
from medscrape.errors import StoreError
from medscrape.models import Manifest
from medscrape.publishing import is_intact, published_releases, read_manifest
from medscrape.store import Store


def audit_published(output: Path) -> Iterator[Finding]:
    """Every release whose files are kept, and the last one against the store."""
    finding = Finding("published files", verdict="as their manifests say")
    files = 0
    releases = published_releases(output)
    for folder in releases:
        manifest = read_manifest(folder)
        if manifest is None:
            finding.trouble(f"{folder / 'manifest.json'} cannot be read.")
            continue
        for name, known in manifest.files.items():
            files += 1
            if not is_intact(folder / name, known):
                finding.trouble(f"{folder / name} is not the file that was published.")
    finding.looked_at = f"{counted(files, 'file')} of {counted(len(releases), 'release')}"
    yield finding
    current = read_manifest(output / "current")
    yield _against_store(output, current)


def _against_store(output: Path, manifest: Manifest | None) -> Finding:
    finding = Finding("current release", verdict="as the store has it")
    if manifest is None:
        finding.trouble(f"{output / 'current'} leads to no release.")
        return finding
    finding.looked_at = manifest.run_id
    try:
        with Store.read(output) as store:
            release = store.last_release()
            if release is None or release.run_id != manifest.run_id:
                newest = release.run_id if release else "none"
                finding.trouble(f"The last release in the store is {newest}; the next crawl publishes it.")
                return finding
            digest = sha256()
            for line in store.lines(release):
                digest.update(line + b"\n")
    except StoreError as error:
        finding.trouble(str(error))
        return finding
    known = manifest.files.get("topics.jsonl")
    if known is None or digest.hexdigest() != known.sha256:
        finding.trouble("The store gives other lines than topics.jsonl has.")
    return finding
