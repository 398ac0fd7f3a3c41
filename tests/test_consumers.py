"""The published lines as their readers see them: a JSON Schema validator that is not pydantic, DuckDB, pandas."""

import json
from pathlib import Path

import duckdb
import pandas
import pytest
from jsonschema import Draft202012Validator

from medscrape import Topic, load, parse_page
from medscrape.sample_site import build

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/topic.schema.json").read_bytes())


@pytest.fixture(scope="module")
def topics() -> list[Topic]:
    site = build()
    return [parse_page(site.get(path).body, f"https://sample.invalid{path}") for path in site.topic_paths()]


@pytest.fixture(scope="module")
def lines(topics: list[Topic], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "topics.jsonl"
    path.write_bytes(b"".join(topic.to_line() + b"\n" for topic in topics))
    return path


def test_every_line_is_valid_for_a_validator_that_is_not_pydantic(lines: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    for line in lines.read_bytes().splitlines():
        assert [error.message for error in validator.iter_errors(json.loads(line))] == []


def test_the_schema_stays_open_to_additions_and_closed_to_losses(topics: list[Topic]) -> None:
    record = json.loads(topics[0].to_line())
    validator = Draft202012Validator(SCHEMA)
    assert validator.is_valid({**record, "added_in_1_1": 1})
    assert all(not validator.is_valid({k: v for k, v in record.items() if k != key}) for key in record)


def test_every_line_has_every_key_in_the_same_order(lines: Path) -> None:
    assert len({tuple(json.loads(line)) for line in lines.read_bytes().splitlines()}) == 1


def test_duckdb_reads_what_was_written(topics: list[Topic], lines: Path) -> None:
    count, links = (
        duckdb.connect()
        .execute(
            f"""with topics as (from read_json_auto('{lines}', maximum_object_size=20000000)),
                 rows as (select unnest(sections) as section from topics)
            select (select count(*) from topics), (select sum(len(section.links)) from rows)"""
        )
        .fetchone()
    )
    assert count == len(topics)
    assert links == sum(len(section.links) for topic in topics for section in topic.sections)


def test_pandas_reads_what_was_written(topics: list[Topic], lines: Path) -> None:
    frame = pandas.read_json(lines, lines=True)
    assert list(frame["id"]) == [topic.id for topic in topics]
    assert list(frame.columns) == list(Topic.model_fields)


def test_load_gives_the_same_records_back(topics: list[Topic], lines: Path) -> None:
    assert list(load(lines)) == topics
