"""Kills `medscrape rebuild` before calls that change the folder, and repeats it.

    python rebuild_kills.py DAMAGED WORK EVERY

It forks, so it is a process of its own. Prints one JSON object.
"""

import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from torture.tracing import kill_at, offer, watch

from medscrape.auditing import audit_output
from medscrape.reporting.write import add_to_release
from medscrape.restoring import rebuild


def killed_before(call: int, work: Path) -> bool:
    """Rebuilds in a child that dies before that call; False if it came to its end."""
    child = os.fork()
    if child == 0:
        offer()
        rebuild(work, datetime.now(UTC), add_to_release)
        os._exit(0)
    return os.WIFSIGNALED(watch(child, f"{work}/", kill_at(call)).status)


def outcome(work: Path) -> tuple[bytes, ...]:
    return tuple((work / name).read_bytes() for name in ("topics.jsonl", "changes.jsonl", "rejected.jsonl"))


def main(damaged: Path, work: Path, every: int) -> dict[str, object]:
    shutil.copytree(damaged, work, symlinks=True)
    rebuild(work, datetime.now(UTC), add_to_release)
    wanted, call, unclean, different = outcome(work), every // 2, [], []
    while True:
        shutil.rmtree(work)
        shutil.copytree(damaged, work, symlinks=True)
        if not killed_before(call, work):
            return {"kills": call // every, "unclean": unclean, "different": different}
        rebuild(work, datetime.now(UTC), add_to_release)
        if sum(finding.wrong for finding in audit_output(work)):
            unclean.append(call)
        if outcome(work) != wanted:
            different.append(call)
        call += every


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
