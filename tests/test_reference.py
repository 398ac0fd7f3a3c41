"""The reference says what the program says: it is written from it, and nothing is left out."""

import re
import subprocess
import sys

from doc_commands import command_line
from doc_pages import ROOT, text_of

SETTINGS = text_of("docs/reference/settings.md")
COMMANDS = text_of("docs/reference/commands.md")


def test_the_reference_is_current() -> None:
    command = [sys.executable, "scripts/reference", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "the reference is current\n"), checked.stderr


def test_every_setting_of_ours_is_documented() -> None:
    sources = [*ROOT.glob("medscrape/**/*.py"), *ROOT.glob("deploy/*")]
    named = {name for path in sources for name in re.findall(r"\bMEDSCRAPE_[A-Z_]+[A-Z]\b", path.read_text("utf-8"))}
    assert len(named) > 15
    assert sorted(name for name in named - {"MEDSCRAPE_GATE"} if f"`{name}`" not in SETTINGS) == []


def test_every_command_and_option_is_documented() -> None:
    for name, command in command_line().commands.items():
        if not command.hidden:
            section = COMMANDS.partition(f"## medscrape {name}\n")[2].partition("\n## ")[0]
            options = [option for parameter in command.params if not parameter.hidden for option in parameter.opts]
            assert section
            assert [option for option in options if option.startswith("-") and f"`{option}" not in section] == []
