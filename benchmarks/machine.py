"""What the benchmarks ran on."""

import os
import platform
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

_TOLD = "medscrape scrapy lxml pydantic orjson".split()


def machine(scale: str) -> dict[str, str]:
    """The facts a reader needs to judge the figures."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _TOLD)
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": _processor(),
        "load": f"{os.getloadavg()[0]:.1f}",
        "scale": scale,
        "versions": f"Python {platform.python_version()}, {versions}",
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "") or (
        platform.machine()
    )
