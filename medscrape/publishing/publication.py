"""Publishing: the store's release as files, complete before anyone can see them."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
from pydantic import ValidationError

from medscrape.models import Manifest, PublishedFile
from medscrape.models.base import SCHEMA_VERSION
from medscrape.publishing import links
from medscrape.publishing.files import (
    clear_hidden,
    hidden,
    is_intact,
    put_folder,
    remove_folder,
    sync_folder,
    write_lines,
)
from medscrape.store import Release, Store
from medscrape.store.trouble import told_plainly
from medscrape.version import __version__

_MANIFEST = "manifest.json"
_RELEASE_NAME = re.compile(r"\d{8}T\d{6}Z")
Rendering = Callable[[Store, Release, Manifest, Path], None]
"""Writes what people read into the folder of a release that nobody sees yet, such as a report."""


def no_rendering(_store: Store, _release: Release, _manifest: Manifest, _folder: Path) -> None:
    """For programs alone."""


def publish(store: Store, release: Release, output: Path, keep: int = 3, render: Rendering = no_rendering) -> Manifest:
    """Writes a release beside the old ones, switches readers over in one step, and keeps the newest `keep`.

    A second call changes nothing, and one after a kill at any point completes the first.
    """
    check_output(output)
    releases = output / links.RELEASES
    place = releases / release.run_id
    with told_plainly(output):
        releases.mkdir(exist_ok=True)
        clear_hidden(releases)
        manifest = _published(place)
        if manifest is None:
            manifest = _write(store, release, place, render)
        links.switch(output, release.run_id)
        store.mark_published(release)
        _prune(releases, release.run_id, keep)
        clear_hidden(releases)
    return manifest


def publish_pending(store: Store, output: Path, keep: int = 3, render: Rendering = no_rendering) -> Manifest | None:
    """Publishes the release that a killed run accepted but did not publish; None when there is none."""
    check_output(output)
    release = store.last_release()
    if release is None or release.published:
        return None
    return publish(store, release, output, keep, render)


def check_output(output: Path) -> None:
    """Raises `OutputError` if something in the output folder would be in the way of a publication."""
    with told_plainly(output):
        links.require_ours(output)


def published_releases(output: Path) -> list[Path]:
    """The folders of the releases whose files are kept, oldest first."""
    folder = output / links.RELEASES
    return sorted(path for path in folder.glob("*") if _RELEASE_NAME.fullmatch(path.name))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a release's folder, or None when it cannot be read."""
    try:
        return Manifest.model_validate_json((folder / _MANIFEST).read_bytes(), extra="ignore")
    except (OSError, ValidationError):
        return None


def _published(place: Path) -> Manifest | None:
    manifest = read_manifest(place)
    whole = manifest is not None and all(is_intact(place / name, known) for name, known in manifest.files.items())
    return manifest if whole else None


def _write(store: Store, release: Release, place: Path, render: Rendering) -> Manifest:
    draft = hidden(place, "draft")
    try:
        draft.mkdir()
        files = {
            "topics.jsonl": write_lines(draft / "topics.jsonl", store.lines(release)),
            "changes.jsonl": write_lines(draft / "changes.jsonl", store.changes(release)),
            "rejected.jsonl": write_lines(draft / "rejected.jsonl", store.rejections(release)),
        }
        manifest = _manifest(store, release, files)
        shown = orjson.dumps(orjson.loads(manifest.to_line()), option=orjson.OPT_INDENT_2)
        write_lines(draft / _MANIFEST, [shown])
        render(store, release, manifest, draft)
        sync_folder(draft)
        put_folder(draft, place)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return manifest


def _manifest(store: Store, release: Release, files: dict[str, PublishedFile]) -> Manifest:
    return Manifest(
        run_id=release.run_id,
        started_at=release.started_at,
        finished_at=release.accepted_at,
        complete=True,
        scope=release.scope,
        source=release.source,
        counts=release.counts,
        gates=release.gates,
        traffic=store.traffic(release.run_id),
        revalidation=store.revalidation(release.run_id),
        schema_version=SCHEMA_VERSION,
        package_version=__version__,
        files=files,
    )


def prune_releases(output: Path, keep: int) -> int:
    """Removes all but the newest `keep` releases and the one that readers are led to; gives their number."""
    check_output(output)
    current = output / links.CURRENT
    with told_plainly(output):
        return _prune(output / links.RELEASES, current.readlink().name, keep) if current.is_symlink() else 0


def _prune(releases: Path, current: str, keep: int) -> int:
    names = sorted(path.name for path in releases.iterdir() if _RELEASE_NAME.fullmatch(path.name))
    newest = names[-keep:] if keep > 0 else []
    old = [name for name in names if name != current and name not in newest]
    for name in old:
        remove_folder(releases / name)
    return len(old)
