"""Output folders and stores from somebody else: nothing in them runs, and nothing outside them is touched."""

import ast
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from crawl_helpers import FAST, ROOT, crawl
from fault_helpers import NOT_FOUND, site
from misbehaving.faults import page
from misbehaving.server import misbehaving
from scrapy.settings import Settings
from store_helpers import open_store, release

from medscrape.errors import OutputError, StoreError
from medscrape.models import Source
from medscrape.store import Store

CODE = sorted((ROOT / "medscrape").rglob("*.py"))
# Modules that run what they read.
RUNNERS = frozenset("pickle cPickle marshal shelve dill cloudpickle joblib jsonpickle yaml runpy code".split())
CALLS = frozenset({"eval", "exec", "compile", "__import__"})


@pytest.fixture(scope="module")
def web():
    with misbehaving(site({"/a.html": page("a")}), NOT_FOUND) as server:
        yield server


@pytest.fixture(scope="module")
def published(web, tmp_path_factory):
    """An output folder with a release."""
    output = tmp_path_factory.mktemp("published") / "out"
    assert crawl(output, *FAST, base_url=web.base_url).returncode == 0
    return output


@pytest.fixture
def output(published, tmp_path):
    """A copy of it, to be made hostile."""
    return Path(shutil.copytree(published, tmp_path / "out", symlinks=True))


@pytest.fixture
def treasure(tmp_path):
    """A file outside the output folder."""
    path = tmp_path / "treasure"
    path.write_text("mine")
    return path


def spoil(output, *statements):
    database = sqlite3.connect(output / "store" / "store.sqlite")
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


SPOILT = {
    "trigger": ("CREATE TRIGGER gone AFTER INSERT ON visit BEGIN DELETE FROM version; END",),
    "view": ("CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n",),
    "table in a view's clothes": ("ALTER TABLE meta RENAME TO m", "CREATE VIEW meta AS SELECT name, value FROM m"),
    "virtual table": ("CREATE VIRTUAL TABLE words USING fts5(text)",),
    "run that is a path": ("PRAGMA foreign_keys = OFF", "UPDATE run SET id = '../../treasure'"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_store_with_more_than_data_in_it_is_refused(output, web, kind):
    spoil(output, *SPOILT[kind])
    with pytest.raises(StoreError, match="was not written by medscrape alone"):
        Store.read(output)
    result = crawl(output, *FAST, base_url=web.base_url)
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize("content", ["mine", ""], ids=["full", "empty"])
@pytest.mark.parametrize("name", ["store.sqlite", "store.sqlite-wal", "store.sqlite-journal", "lock"])
def test_a_store_that_is_a_link_is_refused(output, treasure, name, content):
    treasure.write_text(content)
    link = output / "store" / name
    link.unlink(missing_ok=True)
    link.symlink_to(treasure)
    with pytest.raises((StoreError, OutputError)):
        Store.open(output, Source(site="medlineplus", mirror="http://127.0.0.1/"))
    assert treasure.read_text() == content


@pytest.mark.parametrize("name", ["store", "archive", "releases", "current", "topics.jsonl", "manifest.json"])
def test_links_that_are_not_ours_are_refused(output, web, treasure, tmp_path, name):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "20200101T000000Z").mkdir()
    link = output / name
    if link.is_symlink():
        link.unlink()
    else:
        shutil.rmtree(link)
    link.symlink_to(treasure if "." in name else elsewhere)
    result = crawl(output, *FAST, base_url=web.base_url)
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert treasure.read_text() == "mine"
    assert [path.name for path in elsewhere.iterdir()] == ["20200101T000000Z"]


def test_a_feed_is_not_written_through_a_link(tmp_path, web, treasure):
    feed = tmp_path / "feed.jsonl"
    feed.with_name(".feed.jsonl.part").symlink_to(treasure)
    result = crawl(tmp_path / "out", *FAST, "-O", str(feed), base_url=web.base_url)
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert treasure.read_text() == "mine"


@pytest.mark.parametrize("kind", ["pickle", "marshal"])
def test_no_feed_is_written_that_runs_code_when_it_is_read(kind):
    settings = Settings()
    settings.setmodule("medscrape.settings")
    assert settings.getwithbase("FEED_EXPORTERS")[kind] is None


def imports_and_calls(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield f"{node.func.id}()"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            yield f"os.{node.attr}"


def test_no_code_is_read_from_anywhere():
    forbidden = RUNNERS | {f"{name}()" for name in CALLS} | {"os.system", "os.popen", "os.execv", "os.execve"}
    found = {path.name: bad for path in CODE if (bad := forbidden & set(imports_and_calls(path)))}
    assert not found
    assert len(CODE) > 50


def test_the_search_for_code_finds_some(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text("import os, pickle\nfrom marshal import loads\neval('1')\nos.system('ls')\n")
    assert {"pickle", "marshal", "eval()", "os.system"} <= set(imports_and_calls(path))


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE release SET accepted_at = 'plum'",
        "UPDATE release SET gates = '[1'",
        "UPDATE record SET body = 'plum'",
        "UPDATE page SET provenance = x'ff'",
        "UPDATE version SET since = 1; UPDATE record SET body = x'00'",
    ],
)
def test_values_that_make_no_sense_are_told_as_damage(tmp_path, spoil):
    with open_store(tmp_path) as store:
        release(store, {"plum": "Pear."})
    with closing(sqlite3.connect(tmp_path / "store" / "store.sqlite")) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints = 1; {spoil};")
    with pytest.raises(StoreError, match="damaged"):
        read_through(tmp_path)


def read_through(output):
    with Store.read(output) as store:
        accepted = store.last_release()
        list(store.known_pages())
        list(store.lines(accepted))
