"""For the tests of the exports: records without a crawl, and each format read back by its real consumer."""

import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import duckdb
import orjson
import pandas
import pyarrow.parquet
import yaml
from markdown_it import MarkdownIt

from medscrape import Topic, parse_page
from medscrape.exporting import original
from medscrape.models import content_hash_of
from medscrape.sample_site import build

SAMPLE = "https://sample.invalid"


@cache
def sample_topics(edition: int = 1) -> tuple[Topic, ...]:
    """Every record of the sample site."""
    site = build(edition)
    return tuple(parse_page(site.get(path).body, SAMPLE + path) for path in site.topic_paths())


@cache
def public_topics() -> tuple[Topic, ...]:
    """The sample site's records as if they were MedlinePlus's: with summaries in the public domain."""
    return tuple(edited(topic, _as_medlineplus) for topic in sample_topics())


def _as_medlineplus(record: dict[str, Any]) -> None:
    record["id"] = record["id"].replace("sample/", "medlineplus/")
    record["url"] = record["url"].replace(SAMPLE, "https://medlineplus.gov")
    if record["summary"]:
        record["summary"]["license"] = "public-domain"


def edited(topic: Topic, edit: Callable[[dict[str, Any]], None]) -> Topic:
    """A record after an edit of its JSON, with a fresh content hash."""
    record = json.loads(topic.to_line())
    edit(record)
    record["content_hash"] = content_hash_of(record)
    return Topic.model_validate_json(orjson.dumps(record))


def write_lines(path: Path, topics: Iterable[Topic]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(topic.to_line() + b"\n" for topic in topics))
    return path


class Figures(NamedTuple):
    """What a reader counts in an export."""

    topics: int
    sections: int
    links: int
    characters: int
    sha256: str


def digest(pairs: Iterable[tuple[str, str]]) -> str:
    return hashlib.sha256("".join(f"{i} {h}\n" for i, h in sorted(pairs)).encode()).hexdigest()


def figures_of(topics: Iterable[Topic]) -> Figures:
    """What the records themselves say, counted without the exporter."""
    records = [json.loads(topic.to_line()) for topic in topics]
    sections = [section for record in records for section in record["sections"]]
    return Figures(
        len(records),
        len(sections),
        sum(len(section["links"]) for section in sections),
        sum(len(record["summary"]["text"]) for record in records if record["summary"]),
        digest((record["id"], record["content_hash"]) for record in records),
    )


_DIGEST = "sha256(string_agg(id || ' ' || content_hash || chr(10), '' order by id))"
_NESTED = f"""select count(*), sum(len(sections)), sum(list_sum([len(s.links) for s in sections])),
    sum(length(summary.text)), {_DIGEST} from """


def by_duckdb_jsonl(file: Path) -> Figures:
    return _asked(f"{_NESTED} read_json('{file}', sample_size = -1)")


def by_duckdb_parquet(folder: Path) -> Figures:
    return _asked(f"{_NESTED} '{folder}/topics.parquet'")


def by_duckdb_csv(folder: Path) -> Figures:
    counts = [f"(select count(*) from '{folder}/{name}.csv')" for name in ("sections", "links")]
    text = "case when summary_text like '''%' then substr(summary_text, 2) else summary_text end"
    return _asked(
        f"select count(*), {', '.join(counts)}, sum(length({text})), {_DIGEST} from read_csv('{folder}/topics.csv')"
    )


def _asked(sql: str) -> Figures:
    with duckdb.connect() as connection:
        [row] = connection.execute(sql).fetchall()
        return Figures(*(int(value) for value in row[:4]), row[4])


def by_pandas_parquet(folder: Path) -> Figures:
    frame = pandas.read_parquet(folder / "topics.parquet")
    return Figures(
        len(frame),
        int(frame.sections.map(len).sum()),
        int(frame.sections.map(lambda sections: sum(len(section["links"]) for section in sections)).sum()),
        int(frame.summary.dropna().map(lambda summary: len(summary["text"])).sum()),
        digest(zip(frame.id, frame.content_hash, strict=True)),
    )


def by_pyarrow_parquet(folder: Path) -> Figures:
    return _of_rows(pyarrow.parquet.read_table(folder / "topics.parquet").to_pylist())


def by_datasets_parquet(folder: Path) -> Figures:
    with tempfile.TemporaryDirectory() as cache_folder:
        return _of_rows(read_by_datasets("parquet", folder / "topics.parquet", Path(cache_folder)))


def _of_rows(rows: list[dict[str, Any]]) -> Figures:
    return Figures(
        len(rows),
        sum(len(row["sections"]) for row in rows),
        sum(len(section["links"]) for row in rows for section in row["sections"]),
        sum(len(row["summary"]["text"]) for row in rows if row["summary"]),
        digest((row["id"], row["content_hash"]) for row in rows),
    )


def by_pandas_csv(folder: Path) -> Figures:
    topics, sections, links = (pandas.read_csv(folder / f"{name}.csv") for name in ("topics", "sections", "links"))
    return Figures(
        len(topics),
        len(sections),
        len(links),
        int(topics.summary_text.dropna().map(original).map(len).sum()),
        digest(zip(topics.id, topics.content_hash, strict=True)),
    )


_COUNTS = """select (select count(*) from topics), (select count(*) from sections), (select count(*) from links),
    (select sum(length(summary_text)) from topics)"""


def by_sqlite(folder: Path) -> Figures:
    with closing(sqlite3.connect(folder / "medscrape.db")) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        pairs = database.execute("select id, content_hash from topics").fetchall()
        return Figures(*database.execute(_COUNTS).fetchone(), digest(pairs))


def by_datasette(folder: Path) -> Figures:
    with datasette_on(folder) as get:
        [counts] = get(f"/medscrape.json?sql={quote(_COUNTS)}")["rows"]
        pairs = get("/medscrape.json?sql=select+id,content_hash+from+topics")["rows"]
        return Figures(*counts, digest(pairs))


@contextmanager
def datasette_on(folder: Path) -> Iterator[Callable[[str], Any]]:
    """Datasette serving a folder as it is, on a free loopback port; gives what reads a path of it as JSON."""
    command = [sys.executable, "-m", "datasette", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            found = next(filter(None, (re.search(r"running on (http://127\S+)", line) for line in server.stderr)))

            def get(path: str) -> Any:
                with urllib.request.urlopen(found[1] + path, timeout=20) as answer:
                    return json.load(answer)

            yield get
        finally:
            server.terminate()


class Page(NamedTuple):
    """A Markdown file as its readers see it."""

    front: dict[str, Any]
    body: str

    @property
    def sections(self) -> list[str]:
        """What stands below each heading of the second level."""
        return re.split(r"^## ", self.body, flags=re.MULTILINE)[1:]


def markdown_pages(folder: Path) -> list[Page]:
    pages = []
    for path in sorted(folder.rglob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        pages.append(Page(yaml.safe_load(front), body))
    return pages


def rendered(markdown: str) -> Any:
    """Markdown as HTML, by an independent implementation that lets no raw HTML pass."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)


def read_by_datasets(kind: str, file: Path, cache_folder: Path, **options: Any) -> Any:
    """A file as Hugging Face's `datasets` reads it, in a process that may not use the network."""
    script = """
import json, sys, datasets
kind, file, cache, options = sys.argv[1:]
def load(kind, file, **options):
    return datasets.load_dataset(kind, data_files=file, split="train", cache_dir=cache, **options)
options = json.loads(options)
if typed := options.pop("types_of", None):
    features = load("parquet", typed).features
    options["features"] = datasets.Features({name: kind for name, kind in features.items() if name != "credit"})
print(json.dumps([dict(row) for row in load(kind, file, **options)], default=str))
"""
    environment = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(cache_folder), "PATH": ""}
    command = [sys.executable, "-c", script, kind, str(file), str(cache_folder), json.dumps(options)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
