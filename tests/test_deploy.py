"""The files for schedulers: systemd takes them, their commands exist, and they do what the document says."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from threading import Event

import pytest
from crawl_helpers import FAST, crawl, crawl_line, run, serving, site_of, start, topic_page

from medscrape.cli import app

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
DOCUMENT = (ROOT / "docs" / "schedule.md").read_text()
COMMANDS = {command.name or command.callback.__name__ for command in app.registered_commands}
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str
    parser.read(DEPLOY / name)
    return parser


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze on this machine")
def test_systemd_takes_the_units():
    command = ["systemd-analyze", "verify", "--man=no", *map(str, UNITS)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze on this machine")
def test_the_times_are_times():
    times = unit("medscrape.timer")["Timer"]["OnCalendar"]
    result = subprocess.run(["systemd-analyze", "calendar", times], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0
    assert "Next elapse" in result.stdout


def test_a_missed_run_is_caught_up_and_a_failed_one_is_told():
    timer, service = unit("medscrape.timer"), unit("medscrape.service")
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
    name = service["Unit"]["OnFailure"].replace("%n", "")
    assert (DEPLOY / name).exists()
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["RestartPreventExitStatus"].split() == ["2", "3"]


def test_the_commands_exist():
    service = shlex.split(unit("medscrape.service")["Service"]["ExecStart"])
    (cron,) = [line for line in (DEPLOY / "medscrape.cron").read_text().splitlines() if re.match(r"[0-9*]", line)]
    assert re.match(r"[0-5]?[0-9] [0-9]+ \* \* \* [a-z]+ /", cron)
    for words in (service, cron.split()[6:]):
        arguments = words[[Path(word).name for word in words].index("medscrape") + 1 :]
        assert arguments[0] in COMMANDS


def test_the_document_names_every_file():
    for path in DEPLOY.iterdir():
        assert path.name in DOCUMENT
    for words in re.findall(r"`medscrape ([a-z]+)", DOCUMENT):
        assert words in COMMANDS


def test_two_runs_at_once_exclude_each_other(tmp_path):
    asked, answers = Event(), Event()

    def slow(_):
        asked.set()
        answers.wait(60)
        return topic_page("t1")

    with serving(site_of(["t1"]) | {"/t1.html": slow}) as web:
        process = start("scrapy", *crawl_line(tmp_path, *FAST, base_url=web.base_url))
        assert asked.wait(60)
        second = crawl(tmp_path, *FAST, base_url=web.base_url)
        answers.set()
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert (second.returncode, second.stdout) == (2, "")
    assert re.fullmatch(
        rf"medscrape: Another run \(process {process.pid}\) is using \S+\. Wait until it has ended, "
        r"or choose another output folder\.\n",
        second.stderr,
    )
    assert run("medscrape", "verify", "--output", str(tmp_path)).returncode == 0
