"""The package as users get it: built, installed beside nothing but what it asks for, and run from another folder."""

import json
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, version
from pathlib import Path

import pytest
from doc_pages import ROOT
from packaging.requirements import Requirement

import medscrape

CONSUMER = """
from medscrape import PageError, Topic, load, parse_page
from medscrape.exporting import Chunk, chunks_of

def titles(path: str) -> list[str]:
    return [topic.title for topic in load(path)]

def pieces(page: bytes) -> list[Chunk]:
    try:
        topic: Topic = parse_page(page)
    except PageError as error:
        reveal_type(error.reason)
        return []
    reveal_type(topic.sections[0].links[0].organizations)
    return list(chunks_of(topic))

parse_page(5)
"""


def _build(source: Path, to: Path, *kinds: str) -> list[Path]:
    targets = [word for kind in kinds for word in ("-t", kind)]
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(to), *targets], cwd=source, check=True)
    return sorted(to.iterdir())


def _needed_by(found: Distribution, extras: frozenset[str] = frozenset()) -> Iterator[Distribution]:
    """The distributions of this environment that another one needs, as often as they are needed."""
    for line in found.requires or ():
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            part = distribution(needed.name)
            yield part
            yield from _needed_by(part, frozenset(needed.extras))


def _installed(wheel: Path, folder: Path) -> Path:
    """The Python of a new environment that holds the wheel, and linked from this one what it asks for; nothing else."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    [packages] = folder.glob("lib/python*/site-packages")
    [itself] = packages.glob("medscrape-*.dist-info")
    for found in {part.metadata["Name"]: part for part in _needed_by(Distribution.at(itself))}.values():
        for top in {path.parts[0] for path in found.files or () if path.parts[0] not in {"..", "__pycache__"}}:
            place = packages / top
            if not place.exists():
                place.symlink_to(Path(str(found.locate_file(top))))
    return python


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source distribution and the wheel."""
    source, wheel = sorted(
        _build(ROOT, tmp_path_factory.mktemp("dist"), "sdist", "wheel"), key=lambda path: path.suffix
    )
    return source, wheel


def test_a_wheel_holds_every_file_and_the_sources_give_the_same(built: tuple[Path, Path], tmp_path: Path) -> None:
    source, wheel = built
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    [unpacked] = tmp_path.iterdir()
    [again] = _build(unpacked, tmp_path / "again", "wheel")
    assert again.read_bytes() == wheel.read_bytes()
    held = set(zipfile.ZipFile(wheel).namelist())
    files = {path for path in (ROOT / "medscrape").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {str(path.relative_to(ROOT)) for path in files} == {name for name in held if name.startswith("medscrape/")}
    assert "medscrape/py.typed" in held
    assert {path.name for path in unpacked.iterdir()} >= {"docs", "deploy", "schemas", "tests", "Makefile", "README.md"}


def test_an_installed_package_works_from_any_folder(built: tuple[Path, Path], tmp_path: Path) -> None:
    python = _installed(built[1], tmp_path / "environment")
    place = tmp_path / "elsewhere"
    place.mkdir()
    environment = {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    def run(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(line.split(), cwd=place, env=environment, capture_output=True, text=True, timeout=100)

    def done(line: str) -> str:
        ended = run(line)
        assert ended.returncode == 0, f"{line}\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout

    assert done("medscrape --version") == f"medscrape {medscrape.__version__}\n"
    assert "published" in done("python -m medscrape crawl --site sample --languages en --limit 4 --output part")
    assert "What changed" in done("medscrape demo")
    for name in ("sqlite", "chunks"):
        assert "57 topics" in done(f"medscrape export {name} --input output/sample")
    assert done("medscrape report --output output/sample").startswith("output/sample/report/index.html")
    done("medscrape schema --output schemas")
    assert (place / "schemas/topic.schema.json").read_bytes() == (ROOT / "schemas/topic.schema.json").read_bytes()
    missing = run("medscrape export parquet --input output/sample")
    assert (missing.returncode, "pip install 'medscrape[parquet]'" in missing.stderr) == (2, True)
    assert json.loads((place / "output/sample/manifest.json").read_bytes())["package_version"] == medscrape.__version__


def test_a_user_of_the_package_sees_types(tmp_path: Path) -> None:
    (tmp_path / "consumer.py").write_text(CONSUMER)
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--follow-imports=silent", "consumer.py"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = [re.sub(r"^consumer\.py:\d+: ", "", line) for line in checked.stdout.splitlines()]
    assert lines == [
        'note: Revealed type is "medscrape.errors.RejectionReason"',
        'note: Revealed type is "tuple[str, ...]"',
        'error: Argument 1 to "parse_page" has incompatible type "int"; expected "bytes | str"  [arg-type]',
    ], checked.stderr


def test_the_version_has_one_place() -> None:
    number = re.escape(medscrape.__version__)
    texts = {path: path.read_text() for path in [ROOT / "pyproject.toml", *(ROOT / "medscrape").rglob("*.py")]}
    holders = [str(path.relative_to(ROOT)) for path, text in texts.items() if re.search(rf'"{number}"', text)]
    assert holders == ["medscrape/version.py"]
    assert version("medscrape") == medscrape.__version__


def test_the_public_names_are_few_and_there() -> None:
    assert len(medscrape.__all__) < 25
    assert all(hasattr(medscrape, name) for name in medscrape.__all__)
