"""What the commands about the published release share: which release that is."""

from pathlib import Path

from medscrape.errors import OutputError
from medscrape.models import Manifest
from medscrape.publishing import read_manifest


def current_release(output: Path) -> tuple[Path, Manifest]:
    """The folder of the current release, resolved once so that another one cannot come between, and its manifest."""
    current = output / "current"
    if not current.exists():
        raise OutputError(
            f"There is no release in {output}: run `medscrape crawl` or `medscrape demo`, or name another folder."
        )
    folder = current.resolve()
    manifest = read_manifest(folder)
    if manifest is None:
        raise OutputError(f"{folder} holds no manifest that this version can read; the next crawl writes a new one.")
    return folder, manifest
