"""`medscrape stats`: figures that agree with the records, on one screen."""

import json
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from edition_helpers import Visit, release
from report_helpers import HOSTILE, link, section, told
from store_helpers import NOON, begin, open_store, topic, url_of
from typer.testing import CliRunner

from medscrape.cli import app
from medscrape.models import Topic
from medscrape.publishing import load
from medscrape.releasing import Acceptance, accept


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stats")
    with open_store(folder) as store:
        told(store, release(store, Visit()), folder)
    return folder


def stats(output: Path, *options: str) -> str:
    result = CliRunner().invoke(app, ["stats", "--output", str(output), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def as_json(output: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stats(output, "--json"))
    return found


def test_the_figures_are_those_of_the_records(output: Path) -> None:
    topics = list(load(output))
    found = as_json(output)
    rows = [row for record in topics for part in record.sections for row in part.links]
    assert found["topics"] == len(topics)
    assert found["languages"] == {"en": 28, "es": 27}
    assert found["full"]["with_summary"] == sum(record.summary is not None for record in topics)
    assert found["full"]["with_image"] == sum(record.image is not None for record in topics)
    assert found["full"]["median_sections"] == median(len(record.sections) for record in topics)
    assert found["linked"]["links"] == len(rows)
    assert found["linked"]["organizations"] == len({name for row in rows for name in row.organizations})
    assert found["linked"]["links_from_nih"] == sum(row.from_nih for row in rows)
    ages = sorted((NOON.date() - record.page_updated).days for record in topics if record.page_updated)
    assert found["fresh"]["median_age_days"] == ages[len(ages) // 2]
    assert found["fresh"]["older_than_five_years"] == sum(age > 5 * 365 for age in ages)


def test_the_screen_shows_every_figure_and_fits(output: Path) -> None:
    shown = stats(output).splitlines()
    assert len(shown) <= 24
    assert max(map(len, shown)) <= 80
    assert shown[0].startswith("55 topics (28 English, 27 Spanish), release ")
    assert [line for line in shown if not line.startswith(" ")][1:] == ["How fresh", "How full", "How linked"]
    assert any("with a summary" in line and " of 55 (" in line for line in shown)


def test_related_topics_and_twins_are_looked_for_in_the_collection(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        run = begin(store)
        related = [{"title": "Asthma", "url": url_of("asthma")}, {"title": "Away", "url": "https://a.example/x.html"}]
        record = topic("fever", run=run.id).model_dump() | {"related_topics": tuple(related)}
        store.finish_topic(run, url_of("fever"), Topic.model_validate(record))
        store.finish_topic(run, url_of("asthma"), topic("asthma", run=run.id))
        told(store, accept(store, run, NOON + timedelta(minutes=1)), tmp_path)
    linked = as_json(tmp_path)["linked"]
    assert (linked["related_held"], linked["twins_held"], linked["links"]) == (1, 0, 0)


def test_names_from_pages_give_the_terminal_no_commands(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        run = begin(store)
        row = link("A row", "https://a.example/", organizations=(f"\x1b[31m{HOSTILE}",))
        store.finish_topic(run, url_of("fever"), topic("fever", run=run.id, sections=(section(row),)))
        told(store, accept(store, run, NOON), tmp_path)
    assert not set(stats(tmp_path)) & set("\x1b\u202e\u202c")


def test_an_empty_release_has_figures_too(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        told(store, accept(store, begin(store), NOON, force=Acceptance("Ada", "a new site")), tmp_path)
    assert as_json(tmp_path)["fresh"]["median_age_days"] is None
    assert "0 topics (none)" in stats(tmp_path)
