"""Two releases of many records: `python -m benchmarks.filling FOLDER COUNT` makes them and prints the rates as JSON."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from benchmarks.pages import records
from benchmarks.turns import cpu_seconds
from medscrape.models import Scope, Source
from medscrape.publishing import publish
from medscrape.releasing import Acceptance, accept
from medscrape.reporting.write import add_to_release
from medscrape.store import Release, Run, Store

_SCOPE = Scope(languages=("en", "es"), topics=(), limit=None)
_START = datetime(2026, 1, 1, tzinfo=UTC)
_FORCE = Acceptance("benchmark", "changes by design")


def fill(folder: Path, count: int) -> dict[str, float]:
    """Commits, accepts and publishes two releases; the rates of the second, in records per second of CPU."""
    rates: dict[str, float] = {}
    with Store.open(folder, Source(site="sample", mirror=None)) as store:
        for day, edited in enumerate((False, True)):
            rates = _release(store, folder, count, _START + timedelta(days=day), edited=edited)
    return rates


def _release(store: Store, folder: Path, count: int, now: datetime, *, edited: bool) -> dict[str, float]:
    run = store.begin(_SCOPE, now, timedelta(0))
    done: list[Release] = []
    return {
        "commit": count / cpu_seconds(lambda: _commit(store, run, count, edited=edited)),
        "accept": count / cpu_seconds(lambda: done.append(accept(store, run, now, None, _FORCE))),
        "publish": count / cpu_seconds(lambda: publish(store, done[0], folder, render=add_to_release)),
    }


def _commit(store: Store, run: Run, count: int, *, edited: bool) -> None:
    for record in records(range(count), edited=edited):
        origin = record.provenance.model_copy(update={"run_id": run.id, "fetched_at": run.started_at})
        store.finish_topic(run, record.url, record.with_provenance(origin))


def main() -> None:
    """Makes the releases and tells the rates."""
    print(orjson.dumps(fill(Path(sys.argv[1]), int(sys.argv[2]))).decode())


if __name__ == "__main__":
    main()
