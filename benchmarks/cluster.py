"""A Dask cluster on this machine: `python -m benchmarks.cluster WORKERS` runs one until its standard input ends."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def dask_cluster(workers: int) -> Iterator[str]:
    """The address of a cluster that is there while the block lasts."""
    command = (sys.executable, "-m", "benchmarks.cluster", str(workers))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        if process.stdout is None:
            raise SystemExit("The Dask cluster does not say where it is.")
        yield process.stdout.readline().strip()
        process.communicate()


def main() -> None:
    """Starts the cluster, says where it is, and waits."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
