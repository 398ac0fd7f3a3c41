"""Kills a small run before every call that touches the disk, and completes it with the same steps.

Run as a program with an empty folder; prints one JSON object. It forks, so it must be a process of its own.
"""

import json
import os
import shutil
import signal
import sys
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from store_helpers import ANYWAY, FULL, NOON, begin, open_store, rejection, release, topic, url_of

from medscrape.models import Outcome
from medscrape.publishing import publish, publish_pending
from medscrape.releasing import accept

TOMORROW = NOON + timedelta(days=1)
PAGES = {"asthma": "Edited.", "fever": "Words.", "new": "Words."}
DISK_CALLS = frozenset(
    """
    execute executemany open write flush fsync ftruncate flock rename replace symlink unlink mkdir rmdir scandir
    """.split()
)


def command(output: Path) -> None:
    """What one command does: finish a publication, or fetch what is left, accept and publish."""
    with open_store(output) as store:
        last = store.last_release()
        if publish_pending(store, output) or (last and last.seq == 2):
            return
        run = begin(store, FULL, TOMORROW)
        store.discover(run, [url_of(slug) for slug in (*PAGES, "moving", "walled", "left")])
        for url in store.pending(run):
            slug = url.rpartition("/")[2].removesuffix(".html")
            note(output, "fetched", slug)
            if slug in PAGES:
                store.finish_topic(run, url, topic(slug, PAGES[slug], run=run.id, at=TOMORROW))
            elif slug == "moving":
                store.finish_topic(run, url, topic("fever", "Words.", run=run.id, at=TOMORROW))
            elif slug == "walled":
                store.finish_rejected(run, url, rejection(slug, TOMORROW))
            else:
                store.finish_other(run, url, Outcome.GONE, 404, "not found", TOMORROW)
            note(output, "committed", slug)
        publish(store, accept(store, run, TOMORROW, force=ANYWAY), output, keep=1)


def note(output: Path, what: str, slug: str) -> None:
    with (output / "log").open("a") as log:
        print(what, slug, file=log)


def killed_before(call: int, output: Path) -> bool:
    """Runs the command in a child that dies before its disk call of that number; False if it came to its end."""
    child = os.fork()
    if child == 0:
        seen = 0

        def watch(_: FrameType, event: str, function: Any) -> None:
            nonlocal seen
            if event == "c_call" and getattr(function, "__name__", "") in DISK_CALLS:
                if seen == call:
                    os.kill(os.getpid(), signal.SIGKILL)
                seen += 1

        sys.setprofile(watch)
        command(output)
        sys.setprofile(None)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def published(output: Path) -> dict[str, str]:
    return {
        name: (output / name).read_text()
        for name in ("topics.jsonl", "changes.jsonl", "rejected.jsonl", "manifest.json")
    }


def fetched_after_commit(output: Path) -> list[str]:
    events = [line.split() for line in (output / "log").read_text().splitlines()]
    return [slug for n, (what, slug) in enumerate(events) if what == "fetched" and ["committed", slug] in events[:n]]


def main(folder: Path) -> dict[str, Any]:
    base, work = folder / "base", folder / "work"
    with open_store(base) as store:
        publish(store, release(store, {"asthma": "Words.", "fever": "Words.", "old": "Words."}), base)
    before = published(base)
    shutil.copytree(base, work, symlinks=True)
    command(work)
    wanted = published(work)
    kills, different, half, again = 0, [], [], []
    while True:
        shutil.rmtree(work)
        shutil.copytree(base, work, symlinks=True)
        if not killed_before(kills, work):
            break
        if published(work) not in (before, wanted):
            half.append(kills)
        command(work)
        if published(work) != wanted:
            different.append(kills)
        again += fetched_after_commit(work)
        kills += 1
    return {"kills": kills, "different": different, "half": half, "fetched_after_commit": again}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
