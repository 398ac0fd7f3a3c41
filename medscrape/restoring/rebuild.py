"""From a damaged output folder to a whole one; what is damaged is set aside, never thrown away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from medscrape.archive import heal, warc_files
from medscrape.errors import StoreError
from medscrape.models import Manifest
from medscrape.publishing import publish, require_own_folders
from medscrape.publishing.publication import Rendering, no_rendering
from medscrape.restoring.archived import add_archived, lost_pages, lost_records
from medscrape.restoring.published import Kept, tell, whole_releases
from medscrape.store import Store
from medscrape.store.lock import RunLock
from medscrape.store.salvage import Salvage
from medscrape.store.soundness import FILE, complaint
from medscrape.store.trouble import told_plainly

_ASIDE = "set-aside"
_DRAFT = "rebuilt.sqlite"
_COMPANIONS = ("", "-wal", "-shm", "-journal")


@dataclass(slots=True)
class Rebuilt:
    """What was done, in sentences."""

    restored: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    aside: Path | None = None
    """Where the damaged files are now; None when there were none."""


def rebuild(output: Path, now: datetime, render: Rendering = no_rendering) -> Rebuilt:
    """Makes store, archive and published files agree again, out of those that are whole.

    Raises `StoreError` when nothing whole is left to build on; then nothing was changed. May be repeated after a kill.
    """
    done = Rebuilt()
    aside = output / _ASIDE / f"{now:%Y%m%dT%H%M%SZ}"

    def set_aside(path: Path, kind: str) -> None:
        place = aside / kind / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(place)
        done.aside = aside

    require_own_folders(output)
    with told_plainly(output):
        _restore_store(output, done, set_aside)
        with Store.tend(output) as store:
            _heal_archive(output / "archive", aside, done)
            _tell_losses(store, output / "archive", now, done)
            _restore_publication(store, output, render, done, set_aside)
    return done


SetAside = Callable[[Path, str], None]
"""Moves a file or folder out of the way, into a folder named for its kind."""


def _restore_store(output: Path, done: Rebuilt, set_aside: SetAside) -> None:
    folder = output / "store"
    kept, _ = whole_releases(output)
    if not folder.is_dir():
        if not kept:
            raise StoreError(f"There is no store in {output}. Crawl into it first, or name another output folder.")
        folder.mkdir()
    lock = RunLock.acquire(folder)
    try:
        trouble = complaint(folder) or _contradiction(output, kept)
        if trouble is None:
            return
        if not kept:
            raise StoreError(f"{trouble} No published release in {output} is whole, so nothing can be built from it.")
        _build(output, kept, done)
        for suffix in _COMPANIONS:
            if (damaged := folder / f"{FILE}{suffix}").exists():
                set_aside(damaged, "store")
        (folder / _DRAFT).rename(folder / FILE)
    finally:
        lock.release()


def _contradiction(output: Path, kept: list[Kept]) -> str | None:
    """What the store says against a newest release that is what it was published as, as a sentence."""
    if not kept:
        return None
    run_id, known = kept[-1].manifest.run_id, kept[-1].manifest.files["topics.jsonl"]
    try:
        with Store.read(output) as store:
            last = store.last_release()
            if last is None or last.run_id < run_id:
                return f"The store does not know the release {run_id} that was published."
            if last.run_id == run_id and _digest(store.lines(last)) != known.sha256:
                return "The store gives other lines than were published."
    except StoreError as error:
        return str(error)
    return None


def _digest(lines: Iterable[bytes]) -> str:
    digest = sha256()
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _build(output: Path, kept: list[Kept], done: Rebuilt) -> None:
    draft = output / "store" / _DRAFT
    for suffix in _COMPANIONS:
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    newest: Manifest = kept[-1].manifest
    salvage = Salvage(draft, output, newest.source)
    try:
        told = tell(salvage, kept)
        found = add_archived(salvage, output / "archive", newest.scope)
        lacking = salvage.lacking()
    except BaseException:
        salvage.abort()
        raise
    salvage.close()
    done.restored.append(
        f"the store up to {newest.run_id}: releases {told.releases}, events {told.changes}, topics {told.records}; "
        f"from the archive: pages {found.pages}, texts of older versions {found.versions}"
    )
    done.lost.append("the store's notes on single answers, runs that were not complete, and 404s not yet proved")
    if lacking:
        done.lost.append(f"texts of older versions: {lacking}; when they were and what differed is kept")
    if told.differing:
        done.lost.append(f"records that changes.jsonl does not lead to: {told.differing}; they are as published")


def _heal_archive(archive: Path, aside: Path, done: Rebuilt) -> None:
    for path in warc_files(archive):
        healed = None if path.is_symlink() else heal(path, aside / "archive")
        if healed is None:
            continue
        done.aside = aside
        done.lost.append(f"{healed.lost} bytes of {path} (damaged stretches: {healed.stretches})")
        if not healed.is_gone:
            done.restored.append(f"{path}: all else in it, at its place")


def _tell_losses(store: Store, archive: Path, now: datetime, done: Rebuilt) -> None:
    pages, topics = lost_pages(store, archive), list(lost_records(store, archive))
    store.note_lost_pages(pages)
    store.note_lost_records(topics, now)
    if pages or topics:
        done.lost.append(
            f"archived pages of published records: {len(topics)}; the records say so now, "
            f"and the next crawl fetches such pages whole: {len(pages)}"
        )


def _restore_publication(store: Store, output: Path, render: Rendering, done: Rebuilt, set_aside: SetAside) -> None:
    release = store.last_release()
    if release is None:
        return
    whole, damaged = whole_releases(output)
    for folder in damaged:
        if folder.name != release.run_id:
            set_aside(folder, "releases")
    current = output / "current"
    is_led_to = current.is_symlink() and current.readlink().name == release.run_id
    if not is_led_to or release.run_id not in {kept.folder.name for kept in whole}:
        publish(store, release, output, render=render)
        done.restored.append(f"the published files of the release {release.run_id}")
