"""What the documents promise is tested: named tests exist, and every fault of the matrix has its rule."""

import ast
import re

import pytest
from crawl_helpers import ROOT
from misbehaving.faults import GROUPS
from test_faults_of_sites import ENDINGS

from medscrape.crawling.launch import project_settings

SECURITY = (ROOT / "SECURITY.md").read_text()
FAULTS = (ROOT / "docs" / "faults.md").read_text()
MANNERS = (ROOT / "docs" / "manners.md").read_text()
CRASHES = (ROOT / "docs" / "crashes.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/\w+\.py)::(\w+)`", SECURITY + CRASHES)))
ROWS = [row for row in FAULTS.splitlines() if row.startswith("| ") and "`" in row.rpartition(" | ")[2]]
TOLD = {name for row in ROWS if "MEDSCRAPE" not in row for name in re.findall(r"`([\w-]+)`", row.rpartition(" | ")[2])}


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_exists(file, name):
    tree = ast.parse((ROOT / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_threat_names_a_test():
    table = SECURITY.partition("which test shows it\n")[2].partition("\n## ")[0]
    rows = [row for row in table.splitlines() if row.startswith("| ")][2:]
    assert len(rows) > 20
    assert not [row for row in rows if "`tests/" not in row]


def test_each_fault_has_its_rule_and_each_rule_its_fault():
    source = (ROOT / "tests" / "test_faults_of_sites.py").read_text()
    tried = {fault.name for faults in GROUPS.values() for fault in faults} | {ending.name for ending in ENDINGS}
    tried |= set(re.findall(r'"site: ([\w-]+)"', source))
    assert tried == TOLD


@pytest.mark.parametrize("document", [FAULTS, MANNERS, CRASHES], ids=["faults", "manners", "crashes"])
def test_the_settings_that_are_named_exist(document):
    settings = project_settings()
    names = set(re.findall(r"`([A-Z][A-Z_]{6,})`", document))
    assert names
    assert not [name for name in names if name not in settings]


@pytest.mark.parametrize(
    ("name", "default"), re.findall(r"`(MEDSCRAPE_\w+)` \| ([\d,]+) \|", FAULTS), ids=lambda word: word
)
def test_the_defaults_are_those_of_the_settings(name, default):
    assert project_settings().getint(name) == int(default.replace(",", ""))
