"""The inputs that fuzzing found or that are kept for it, and a few new ones each time: every promise holds.

`make fuzz` is the long form.
"""

from random import Random

import pytest
from fuzz import invariants
from fuzz.findings import Findings, fault_of, shrunk
from fuzz.target import Target, expect
from fuzz.targets import TARGETS, bulk, pages

from medscrape import Topic

TRIES = {"bulk": 1, "stores": 3, "records": 4, "published": 8}
"""Targets that take their time."""


@pytest.mark.parametrize(
    ("target", "path"),
    [
        pytest.param(target, path, id=f"{target.name}-{path.name}")
        for target in TARGETS.values()
        for path in target.corpus()
    ],
)
def test_what_is_kept_is_read_as_promised(target, path):
    target.check(path.read_bytes())


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_new_inputs_are_read_as_promised(target):
    random, seeds = Random(target.name), list(target.seeds())
    for _ in range(TRIES.get(target.name, 25)):
        data = target.mutate(random.choice(seeds), random)[: target.longest]
        assert fault_of(target, data) is None, data


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_mutators_find_new_inputs(target):
    random, seeds = Random(1), list(target.seeds())
    found = {target.mutate(random.choice(seeds), random) for _ in range(30)}
    assert len(found - set(seeds)) > 15


def test_a_broken_promise_is_found_kept_and_shrunk(tmp_path):
    target = Target("plums", lambda data: expect(b"stone" not in data, "no stones", data), list, lambda data, _: data)
    findings = Findings(target, tmp_path)
    for data in (b"plum", b"a plum with a stone in it", b"a plum stone"):
        findings.try_input(data)
    (fault,) = findings.counts
    assert "no stones" in fault
    (kept,) = (path for path in tmp_path.iterdir() if path.suffix != ".json")
    assert kept.read_bytes() == b"a plum stone"
    assert shrunk(kept.read_bytes(), lambda data: fault_of(target, data) == fault) == b"stone"


@pytest.mark.parametrize(
    "spoil",
    [
        {"title": "A\u0301"},
        {"title": "two  spaces"},
        {"description": "\x9b"},
        {"content_hash": "0" * 64},
    ],
)
def test_a_record_that_is_not_sound_is_noticed(spoil):
    topic = next(found for body in pages.seeds() if isinstance(found := pages.read(body), Topic))
    invariants.expect_sound(topic)
    with pytest.raises(AssertionError):
        invariants.expect_sound(topic.model_copy(update=spoil))


def test_a_repeated_thing_fills_the_page():
    assert len(bulk.page_of(b"<ul>\0<li>plum\0</ul>")) > 300_000
