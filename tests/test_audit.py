"""The audit of the dependencies, and the exceptions from the security linter."""

import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
from crawl_helpers import ROOT, Answer
from misbehaving.acts import raw, well
from misbehaving.faults import says
from misbehaving.server import misbehaving

LOCKS = ("requirements-bench.lock", "requirements-dev.lock", "requirements-fuzz.lock")
PINS = len({pin for lock in LOCKS for pin in re.findall(r"^[\w.-]+==[^\s;]+", (ROOT / lock).read_text(), re.MULTILINE)})


def audit(database):
    command = [sys.executable, str(ROOT / "scripts" / "audit.py")]
    environment = {"PATH": os.environ["PATH"], "AUDIT_DATABASE": database, "no_proxy": "127.0.0.1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def answering(*results):
    body = json.dumps({"results": [*results, *[{}] * (PINS - len(results))]}).encode()
    return misbehaving({}, well(Answer(body, headers={"Content-Type": "application/json"})))


def test_no_advisory_is_good_news():
    with answering() as web:
        result = audit(web.base_url)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"audit: {PINS} locked packages, 0 known vulnerabilities.\n"


def test_an_advisory_fails_the_audit():
    with answering({"vulns": [{"id": "GHSA-0000"}]}) as web:
        result = audit(web.base_url)
    assert (result.returncode, result.stderr) == (1, "")
    assert "GHSA-0000 (not accepted)" in result.stdout


@pytest.mark.parametrize(
    "act", [says("Oops", 500), raw(b"", close=True), well(Answer(b"no JSON")), well(Answer(b"{}"))]
)
def test_a_database_without_an_answer_is_told_and_fails_nothing(act):
    with misbehaving({}, act) as web:
        result = audit(web.base_url)
    assert (result.returncode, result.stderr) == (0, "")
    assert "could not reach the advisory database, so nothing was audited" in result.stdout


def test_without_an_address_nobody_is_asked():
    result = audit("")
    assert (result.returncode, result.stderr) == (0, "")
    assert "nothing was audited" in result.stdout


def test_without_a_network_nothing_fails():
    result = audit("http://127.0.0.1:9/")
    assert (result.returncode, result.stderr) == (0, "")
    assert "nothing was audited" in result.stdout


def test_no_exception_is_made_for_everything():
    """A bare `noqa`, or a file or folder of the program without the rules, would except without a reason."""
    for folder in ("medscrape", "scripts", "benchmarks"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not re.search(r"# (ruff: noqa|noqa(?!: ?[A-Z]+[0-9]))", path.read_text()), path
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "S" in settings["select"]
    assert not [rule for rule in settings["ignore"] if re.fullmatch(r"S[0-9]*", rule)]
    excepted = [
        place
        for place, rules in settings["per-file-ignores"].items()
        if "S" in {rule[0] for rule in rules if re.fullmatch(r"S[0-9]*", rule)}
    ]
    assert excepted == ["tests/**"]


def test_the_audit_and_the_linter_are_part_of_the_check():
    recipe = (ROOT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]
    assert "ruff check ." in recipe
    assert "scripts/audit.py" in recipe


def test_every_lock_is_audited():
    assert sorted(path.name for path in ROOT.glob("*.lock")) == list(LOCKS)


def test_every_exception_from_the_security_linter_has_its_reason():
    exceptions = [
        (path.name, line.strip())
        for folder in ("medscrape", "scripts", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text().splitlines()
        if re.search(r"# noqa: .*\bS[0-9]{3}\b", line)
    ]
    assert exceptions
    assert not [found for found in exceptions if not re.search(r"# noqa: [A-Z0-9, ]+ - \w+", found[1])]
