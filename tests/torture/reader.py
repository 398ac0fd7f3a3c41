"""A reader that never rests: it follows `current` and holds every file of the release against the manifest."""

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from xml.etree import ElementTree

_REST = 0.01


@dataclass
class Looks:
    """What a reader has seen."""

    count: int = 0
    releases: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


class Reader:
    """A process that reads one output folder after the other."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self.seen = Looks()
        self._process = subprocess.Popen([sys.executable, __file__], stdin=pipe, stdout=pipe, text=True)

    def watch(self, output: Path) -> None:
        """Begins to read a folder that has a release."""
        self._say(str(output))

    def rest(self) -> list[str]:
        """Stops reading; gives what was wrong."""
        answer = self._say("")
        self.seen.count += answer["count"]
        self.seen.problems += answer["problems"]
        return list(answer["problems"])

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _say(self, words: str) -> dict[str, list[str] | int]:
        assert self._process.stdin
        assert self._process.stdout
        print(words, file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


def look(output: Path) -> None:
    """Reads the release that is current; raises on anything that is not as it should be."""
    folder = (output / "current").resolve(strict=True)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for name, known in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == known["sha256"], f"{name} is not what the manifest says"
        assert (len(content), content.count(b"\n")) == (known["bytes"], known["lines"]), f"{name} has another length"
        for line in content.splitlines():
            json.loads(line)
    assert manifest["counts"]["records"] == manifest["files"]["topics.jsonl"]["lines"], "the counts do not add up"
    assert b"</html>" in (folder / "report" / "index.html").read_bytes()[-20:], "the report is cut short"
    for feed in (folder / "feeds").iterdir():
        ElementTree.fromstring(feed.read_bytes())
    assert (output / "topics.jsonl").stat().st_size, "topics.jsonl is empty"


def _serve() -> None:
    output, looks = "", Looks()
    while True:
        if not output or select([0], [], [], _REST)[0]:
            line = os.read(0, 65536).decode()
            if not line:
                return
            output = line.strip()
            print(json.dumps({"count": looks.count, "problems": looks.problems}), flush=True)
            looks = Looks()
        else:
            looks.count += 1
            try:
                look(Path(output))
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is to be told
                looks.problems.append(f"{time.time():.3f}: {error!r}")


if __name__ == "__main__":
    _serve()
