"""Every fixture page gives exactly the record or rejection that stands beside it."""

from pathlib import Path

import pytest

from medscrape.extraction import Fixture, fixtures, outcome_of
from medscrape.parsers.templates import TEMPLATES
from medscrape.parsers.text_dump.topic import TEMPLATE_NAME

PAGES = Path(__file__).parent / "pages"
FIXTURES = list(fixtures(PAGES))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda f: str(f.folder.relative_to(PAGES)))
def test_fixture_gives_what_stands_beside_it(fixture: Fixture) -> None:
    expected = fixture.expected()
    assert expected is not None, "run `medscrape rebaseline` and review the new file"
    found = outcome_of(fixture)
    assert found.name == expected.name
    assert found.content == expected.content


def test_every_template_has_a_fixture() -> None:
    """The current template's pages are those of the sample site, which has tests of its own."""
    outcomes = [fixture.expected() for fixture in FIXTURES]
    seen = {o.content["provenance"]["template"] for o in outcomes if o and "provenance" in o.content}
    assert seen >= {template.name for template in TEMPLATES if template.name != "current"} | {TEMPLATE_NAME}
