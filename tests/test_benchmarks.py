"""The benchmarks run, at a size at which their timings mean nothing, and count losses as they should."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.capacity import capacity_table  # noqa: E402
from benchmarks.losses import losses, truth_of  # noqa: E402
from benchmarks.readers import Found, Reader, readers  # noqa: E402
from benchmarks.results import Section, load  # noqa: E402
from medscrape.sample_site import build  # noqa: E402
from medscrape.vocabulary.sites import SAMPLE  # noqa: E402

SITE = build()
PATH = next(iter(SITE.topic_paths()))
BODY = SITE.get(PATH).body
EVERYTHING = ("extraction", "crawl", "rerun", "reextraction", "records", "memory")
# The others start a dozen more processes; MEDSCRAPE_ALL_BENCHMARKS=1 runs them too.
SECTIONS = EVERYTHING if os.environ.get("MEDSCRAPE_ALL_BENCHMARKS") else EVERYTHING[:2]
TRUTH = truth_of(BODY, SAMPLE.home + PATH[1:])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a benchmark of everything at toy size leaves."""
    docs = tmp_path_factory.mktemp("docs")
    for name in ("benchmarks.md", "capacity.md"):
        (docs / name).write_text((ROOT / "docs" / name).read_text())
    environment = os.environ | {"BENCH_SCALE": "toy", "BENCH_FOLDER": str(docs / "benchmarks"), "BENCH_PAGES": ""}
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", *SECTIONS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert run.returncode == 0, run.stderr
    return docs


@pytest.fixture(scope="module")
def sections(folder: Path) -> dict[str, Section]:
    return {section.name: section for section in load(folder / "benchmarks")}


def test_every_table_is_measured_and_shown(folder: Path, sections: dict[str, Section]):
    assert set(sections) == set(SECTIONS)
    page = (folder / "benchmarks.md").read_text()
    for section in sections.values():
        assert section.rows, section.name
        assert {len(row) for row in section.rows} == {len(section.columns)}
        assert section.rows[0][0] in page
        assert section.machine["scale"] == "toy"


def test_the_charts_are_pictures(folder: Path, sections: dict[str, Section]):
    drawn = [section.name for section in sections.values() if section.bars]
    assert drawn
    for name in drawn:
        assert (folder / "benchmarks" / f"{name}.svg").read_bytes().startswith(b"<?xml")
        assert f"](benchmarks/{name}.svg)" in (folder / "benchmarks.md").read_text()


def test_the_results_are_plain_json(folder: Path):
    assert json.loads((folder / "benchmarks" / "results.json").read_bytes())


def test_what_so_many_captures_cost_is_calculated_from_the_results():
    table = capacity_table({name: _section(name) for name in EVERYTHING})
    assert "| archive (WARC) | 20.0 MB | 10.0 GB | 1.0 TB |" in table
    assert "| reading all again, core-hours | 0.0028 | 1.4 | 139 |" in table
    assert "not measured crawl, records" in capacity_table(
        {name: _section(name) for name in EVERYTHING if name not in {"crawl", "records"}}
    )


def test_a_section_that_is_unknown_is_refused_with_a_sentence():
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "speed"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert "There is no section 'speed'" in run.stderr


def test_our_record_loses_nothing():
    assert set(losses([TRUTH], [_by("medscrape")])) == {0.0}


def test_what_is_left_out_is_counted_as_lost():
    whole = _by("medscrape")
    without_links = Found(whole.text, frozenset(), whole.sections, whole.organizations)
    assert losses([TRUTH], [without_links]) == (0.0, 1.0, 0.0, 0.0)
    without_one = Found(whole.text, whole.links, whole.sections - {min(whole.sections)}, whole.organizations)
    assert losses([TRUTH], [without_one]).sections == pytest.approx(1 / len(TRUTH.sections))
    half = Found(whole.text, whole.links, whole.sections, whole.organizations[::2])
    left = len(half.organizations) / len(whole.organizations)
    assert losses([TRUTH], [half]).organizations == pytest.approx(1 - left)
    assert losses([TRUTH, TRUTH], [whole, Found()]) == (0.5, 0.5, 0.5, 0.5)


def test_the_usual_script_gives_sections_and_links_but_says_nothing_of_organizations():
    lost = losses([TRUTH], [_by("BeautifulSoup, the usual script")])
    assert lost.sections < 0.1
    assert lost.links < 0.5
    assert lost.organizations == 1.0


def test_the_queries_reach_most_organizations():
    assert losses([TRUTH], [_by("parsel, queries for the same fields")]).organizations < 0.5


def _by(name: str) -> Found:
    reader = next(reader for reader in readers() if isinstance(reader, Reader) and reader.name == name)
    assert reader.found
    return reader.found(reader.read(BODY))


def _section(name: str) -> Section:
    figures = {"cpu_ms": 5, "warc_bytes": 10_000, "record_bytes": 9, "store_bytes": 8, "diff_per_second": 1000}
    return Section(name=name, title="", about="", columns=(), rows=(), figures=figures)
