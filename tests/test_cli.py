"""The commands: what they print, and how they end."""

import json
import sys
from importlib.util import find_spec

import pytest
from crawl_helpers import ROOT, records, run
from typer.testing import CliRunner

from medscrape.cli import app, main
from medscrape.crawling.door import crawl_as_asked
from medscrape.crawling.launch import project_settings
from medscrape.models import Source
from medscrape.sample_site import build
from medscrape.store import Store
from medscrape.version import __version__


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return run("medscrape", "demo", cwd=folder), folder / "output" / "sample"


def test_the_demo_publishes_the_sample_site_below_the_present_folder(demo):
    result, output = demo
    assert (result.returncode, result.stderr) == (0, "")
    retired = {"sample/en/marblewink", "sample/es/marblewink"}  # one run without them is no evidence
    assert set(records(output)) == {*build(2).topic_ids(), *retired}


def test_the_demo_shows_a_record_and_what_to_try(demo):
    result, _ = demo
    assert "Start Here: 3 links" in result.stdout
    assert "output/sample/topics.jsonl" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_crawl_from_anywhere_can_write_to_standard_output(tmp_path):
    arguments = ("--site", "sample", "--languages", "es", "--limit", "2", "--output", "here", "-O", "-:jsonl")
    result = run("medscrape", "crawl", *arguments, cwd=tmp_path)
    assert result.returncode == 0
    assert [json.loads(line)["language"] for line in result.stdout.splitlines()] == ["es", "es"]
    assert "published" in result.stderr
    assert len(records(tmp_path / "here")) == 2


def test_scrapy_refuses_wrong_arguments_in_one_sentence():
    result = run("scrapy", "crawl", "topics", "-a", "sites=sample")
    assert result.returncode == 2
    assert result.stderr.startswith("medscrape: Unknown argument 'sites'")
    assert len(result.stderr.splitlines()) == 1


def refused(capsys, settings=(), **arguments):
    """The sentence and exit code of a crawl that must not start."""
    chosen = project_settings()
    chosen.setdict(dict(settings), priority="cmdline")
    code = crawl_as_asked(arguments, chosen)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    return code, captured.err


def test_a_file_in_the_way_of_the_output(capsys, tmp_path):
    (tmp_path / "file").touch()
    code, sentence = refused(capsys, {"MEDSCRAPE_OUTPUT": tmp_path / "file"}, site="sample")
    assert code == 2
    assert "choose another output folder" in sentence


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_an_output_that_cannot_be_written(capsys):
    code, sentence = refused(capsys, {"MEDSCRAPE_OUTPUT": "/proc/medscrape"}, site="sample")
    assert code == 2
    assert "/proc/medscrape" in sentence


def test_a_store_of_another_source(capsys, tmp_path):
    Store.open(tmp_path, Source(site="medlineplus", mirror=None)).close()
    code, sentence = refused(capsys, {"MEDSCRAPE_OUTPUT": tmp_path}, site="sample")
    assert code == 2
    assert "holds medlineplus, not sample" in sentence


def test_another_run_in_progress(capsys, tmp_path):
    with Store.open(tmp_path, Source(site="sample", mirror=None)):
        code, sentence = refused(capsys, {"MEDSCRAPE_OUTPUT": tmp_path}, site="sample")
    assert code == 2
    assert "Another run" in sentence


def test_a_feed_that_cannot_be_written(capsys, tmp_path):
    feeds = {str(tmp_path): {"format": "jsonl", "overwrite": True}}
    code, sentence = refused(capsys, {"MEDSCRAPE_OUTPUT": tmp_path / "out", "FEEDS": feeds}, site="sample")
    assert code == 2
    assert str(tmp_path) in sentence
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "setting", [("DOWNLOAD_DELAY", "soon"), ("CONCURRENT_REQUESTS_PER_DOMAIN", "-1"), ("MEDSCRAPE_CONTACT", "a\nb: c")]
)
def test_a_setting_that_makes_no_sense(capsys, tmp_path, setting):
    code, sentence = refused(capsys, {"MEDSCRAPE_OUTPUT": tmp_path, setting[0]: setting[1]}, site="sample")
    assert code == 2
    assert setting[0] in sentence


def test_an_edition_that_does_not_exist(capsys, tmp_path):
    code, sentence = refused(capsys, {"MEDSCRAPE_OUTPUT": tmp_path}, site="sample", edition="7")
    assert code == 2
    assert "edition" in sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("crawl", "diseases"), "There is one spider"),
        (("crawl", "-a", "site"), "NAME=VALUE"),
        (("crawl", "-s", "X"), "NAME=VALUE"),
        (("crawl", "-O", "x.parquet"), "Unrecognized output format"),
        (("crawl", "--site", "wikipedia"), "medlineplus, sample"),
    ],
)
def test_wrong_usage_is_one_sentence(capsys, monkeypatch, arguments, words):
    monkeypatch.setattr(sys, "argv", ["medscrape", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    error = capsys.readouterr().err
    assert ended.value.code == 2
    assert words in error
    assert len(error.splitlines()) == 1


def test_help_and_version():
    runner = CliRunner()
    assert runner.invoke(app, ["--version"]).output == f"medscrape {__version__}\n"
    assert runner.invoke(app, []).exit_code == 2
    for command in app.registered_commands:
        shown = runner.invoke(app, [command.callback.__name__, "--help"])
        assert shown.exit_code == 0
        assert "Example" in shown.output


def test_schemas_are_written_and_checked(tmp_path, monkeypatch):
    runner = CliRunner()
    folder = tmp_path / "schemas"
    assert runner.invoke(app, ["schema", "--output", str(folder)]).exit_code == 0
    assert "current" in runner.invoke(app, ["schema", "--check", "--output", str(folder)]).output
    (folder / "topic.schema.json").write_text("{}")
    monkeypatch.setattr(sys, "argv", ["medscrape", "schema", "--check", "--output", str(folder)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1


def test_the_project_is_closed_by_default():
    settings = project_settings()
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert (settings.getfloat("DOWNLOAD_DELAY"), settings.getfloat("DOWNLOAD_DELAY_JITTER")) == (1.0, 0.0)
    assert {scheme for scheme, handler in settings.getwithbase("DOWNLOAD_HANDLERS").items() if handler} == {
        "http",
        "https",
    }
    for group in ("DOWNLOADER_MIDDLEWARES", "EXTENSIONS"):
        for path in settings.getdict(group):
            assert find_spec(path.rpartition(".")[0]), path
    assert (ROOT / "scrapy.cfg").exists()
