"""The picture of the report in the documentation: the second edition of the sample site, as a browser shows it.

    python scripts/picture.py [FILE]

It needs Chromium. `make picture` runs it; the picture is kept, so only a change of the report asks for a new one.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import ABSENT, PROGRAM, browser  # noqa: E402 - the tests know how to drive one

_SIZE = (1180, 1404)
_MOST_BYTES = 300_000


def main() -> None:
    """Crawl, open, unfold the first change, take the picture."""
    if PROGRAM is None:
        sys.exit(f"No picture: {ABSENT}.")
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "report.png"
    with TemporaryDirectory() as folder, browser() as page:
        demo = [sys.executable, "-P", "-m", "medscrape", "demo", "--quiet", "--output", folder]
        subprocess.run(demo, check=True)  # noqa: S603 - our own program
        page.look(_SIZE[0])
        page.open(Path(folder) / "report" / "index.html")
        page.run("document.querySelector('.events details').open = true")
        page.run("new Promise((done) => setTimeout(done, 100))")
        page.picture(file, _SIZE)
    size = file.stat().st_size
    if size > _MOST_BYTES:
        sys.exit(f"{file} has {size:,} bytes, more than {_MOST_BYTES:,}.")
    print(f"{file} ({size:,} bytes)")


if __name__ == "__main__":
    main()
