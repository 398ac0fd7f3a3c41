"""Asks the OSV database (osv.dev) whether a locked dependency has a known vulnerability, when told to.

Checks talk to nobody by themselves: the address of the database is given in AUDIT_DATABASE, as in
`AUDIT_DATABASE=https://api.osv.dev/v1/querybatch make check`. Without it the audit says that it was not made. Exit code
0: no vulnerability, or nobody could be asked, which is said; 1: there are some. An advisory that does not concern us is
accepted in `pyproject.toml`, table `tool.audit.accepted`, with its reason.
"""

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

_ROOT = Path(__file__).parent.parent
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
_PATIENCE = 15  # seconds


def locked(text: str) -> list[tuple[str, str]]:
    """The packages of a lock file, each with its version."""
    return [(pin["name"], pin["version"]) for pin in _PIN.finditer(text)]


def advisories(packages: list[tuple[str, str]], database: str) -> Iterator[tuple[str, str, str]]:
    """Name, version and the id of an advisory, for each that the database knows."""
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages]
    question = json.dumps({"queries": queries}).encode()
    request = Request(database, question, {"Content-Type": "application/json"})  # noqa: S310 - the address is our own
    with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
        results = json.load(answer)["results"]
    for (name, version), result in zip(packages, results, strict=True):
        for advisory in result.get("vulns", ()):
            yield name, version, advisory["id"]


def main(locks: list[Path], settings: Path, database: str | None) -> int:
    """Prints what was found."""
    if not database:
        print("audit: nothing was audited; set AUDIT_DATABASE to the address of an OSV database to ask it.")
        return 0
    accepted = tomllib.loads(settings.read_text()).get("tool", {}).get("audit", {}).get("accepted", {})
    packages = sorted({package for lock in locks for package in locked(lock.read_text())})
    try:
        found = list(advisories(packages, database))
    except (URLError, TimeoutError, ConnectionError, ValueError, KeyError, TypeError) as error:
        print(f"audit: could not reach the advisory database, so nothing was audited ({error}).")
        return 0
    for name, version, advisory in found:
        print(f"audit: {name} {version}: {advisory} ({accepted.get(advisory, 'not accepted')})")
    print(f"audit: {len(packages)} locked packages, {len(found)} known vulnerabilities.")
    return int(any(advisory not in accepted for *_, advisory in found))


if __name__ == "__main__":
    locks = sorted(_ROOT.glob("requirements*.lock"))
    sys.exit(main(locks, _ROOT / "pyproject.toml", os.environ.get("AUDIT_DATABASE")))
