"""The short form of `make soak`: nothing grows, and what grows is seen."""

from pathlib import Path

import pytest
from soak import cycles, pages
from soak.measures import Held, can_measure

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not can_measure(), reason="this system does not tell what a process holds"),
]


def test_many_runs_in_one_process_hold_no_more_than_a_few(tmp_path: Path) -> None:
    held = list(cycles.cycles(tmp_path / "out", 21))
    assert len(held) == 21
    assert cycles.verdict(held) == []


def test_a_crawl_of_many_pages_holds_no_more_than_one_of_a_few(tmp_path: Path) -> None:
    watched = pages.watched_crawl(tmp_path, 240)
    assert pages.verdict(watched) == []
    assert len(watched.samples) > 20
    assert watched.lines > 200


@pytest.mark.parametrize(
    ("at", "word"),
    [
        (lambda n: Held(100 + n, 6, 1), "memory"),
        (lambda n: Held(100, 6 + n // 10, 1), "descriptors"),
        (lambda n: Held(100, 6, 1 + n // 10), "threads"),
    ],
)
def test_what_grows_is_seen(at, word: str) -> None:
    held = [at(n) for n in range(60)]
    assert any(word in told for told in cycles.verdict(held))
    samples = [pages.Sample(n, 0.0, one) for n, one in enumerate(held)]
    assert any(word in told for told in pages.verdict(pages.Watched(0, "", samples, [], 60)))


def test_what_is_left_over_is_seen() -> None:
    samples = [pages.Sample(n, 0.0, Held(100, 6, 1)) for n in range(60)]
    assert pages.verdict(pages.Watched(0, "", samples, ["x.part"], 60)) == ["left over: x.part"]
    assert "ended with 1" in pages.verdict(pages.Watched(1, "oops", samples, [], 0))[0]
