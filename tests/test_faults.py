"""What a server does wrong to single pages, what becomes of it, what the user sees: the rules of `docs/faults.md`."""

import pytest
from crawl_helpers import crawl, manifest, reconciles, records
from fault_helpers import IMPATIENT, NOT_FOUND, outcomes, site, told
from misbehaving.faults import GROUPS, WAYS, page
from misbehaving.server import misbehaving

_BOUND = 45  # seconds; the time-outs of all attempts after one another would take longer


@pytest.fixture(scope="module", params=GROUPS)
def group(request, tmp_path_factory):
    """A crawl of a mirror with all faults of a group, between two good pages."""
    output = tmp_path_factory.mktemp("faults")
    acts = {f"/{fault.name}.html": fault.act for fault in GROUPS[request.param]}
    acts = {"/good.html": page("good"), **acts, "/last.html": page("last")}
    with misbehaving(site(acts, WAYS), NOT_FOUND) as web:
        result = crawl(output, *IMPATIENT, "-s", "MEDSCRAPE_FAILURES_IN_A_ROW=0", base_url=web.base_url)
        return request.param, output, result, web.paths()


def test_the_run_comes_to_its_end(group):
    _, output, result, _ = group
    assert (result.returncode, result.stderr) == (0, "")
    assert result.seconds < _BOUND
    assert reconciles(manifest(output)["counts"])
    assert {"medlineplus/en/good", "medlineplus/en/last"} <= set(records(output))


def test_each_fault_has_its_outcome_and_its_line(group, record_property):
    name, output, result, visits = group
    found = outcomes(output)
    wrong = []
    for fault in GROUPS[name]:
        saw = told(result.stdout, fault.words)
        record_property("fault", (f"{name}: {fault.name}", found[fault.name], result.returncode, saw or "NOTHING"))
        asked = visits[f"/{fault.name}.html"]
        if found[fault.name] != fault.outcome or not saw or fault.visits not in {None, asked}:
            wrong.append((fault.name, found[fault.name], saw, asked))
    assert not wrong, result.stdout


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """A crawl of a server that behaves."""
    with misbehaving(site({"/good.html": page("good")}), NOT_FOUND) as web:
        return crawl(tmp_path_factory.mktemp("calm"), *IMPATIENT, base_url=web.base_url)


def test_nothing_that_is_sent_fills_the_memory(group, calm):
    _, _, result, _ = group
    assert result.peak < calm.peak + 40_000_000


def test_a_page_has_one_version_in_a_run(group):
    name, output, *_ = group
    if name == "versions":
        assert records(output)["medlineplus/en/alternating"]["summary"]["text"] == "Version 1."
