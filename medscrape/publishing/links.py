"""The links that readers follow: `current` to a release, and the files' names through it."""

from pathlib import Path

from medscrape.errors import OutputError
from medscrape.publishing.files import sync_folder

RELEASES = "releases"
CURRENT = "current"
# A link in their place would lead what is written, and what is tidied away, to a folder of somebody else.
_OWN_FOLDERS = ("archive", "releases", "set-aside", "store")
SHOWN = ("topics.jsonl", "changes.jsonl", "rejected.jsonl", "manifest.json", "report", "feeds")
"""The files of a release that have a link in the output folder."""


def require_own_folders(output: Path) -> None:
    """Raises `OutputError` if a folder that we write to is a link to another one."""
    for name in _OWN_FOLDERS:
        folder = output / name
        if folder.is_symlink():
            raise OutputError(f"{folder} is a link, and only folders of our own are written to. Remove the link.")


def require_ours(output: Path) -> None:
    """Raises `OutputError` if anything but our own links stands where they go."""
    current = output / CURRENT
    if _exists(current) and not (current.is_symlink() and current.readlink().parent == Path(RELEASES)):
        raise _in_the_way(current)
    for name in SHOWN:
        link = output / name
        if _exists(link) and not (link.is_symlink() and link.readlink() == Path(CURRENT, name)):
            raise _in_the_way(link)


def switch(output: Path, name: str) -> None:
    """Leads readers to another release, in one step."""
    fresh = output / f".{CURRENT}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(RELEASES, name))
    fresh.replace(output / CURRENT)
    for shown in SHOWN:
        link = output / shown
        if not link.is_symlink():
            link.symlink_to(Path(CURRENT, shown))
    sync_folder(output)


def _exists(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _in_the_way(path: Path) -> OutputError:
    return OutputError(
        f"{path} is in the way: the release is published there. Move it aside, or choose another output folder."
    )
