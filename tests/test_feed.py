"""The feeds: valid Atom by RFC 4287 and an independent parser, stable, and no page can write markup into them."""

import re
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from report_helpers import HOSTILE, editions, hostile, versions

from medscrape.reporting.timeline import FEED_LENGTH
from medscrape.sample_site.editions import EDITION_2_PLAN

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TOLD = {("sample/en/compassnose", "updated")} | {
    (change.id, change.event) for change in EDITION_2_PLAN if change.event in {"added", "removed", "moved"}
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second edition, twice, after the first."""
    folder = tmp_path_factory.mktemp("feeds")
    editions(folder, 1, 2, 2)
    return folder / "current" / "feeds"


def parsed(file: Path) -> feedparser.FeedParserDict:
    feed = feedparser.parse(file.read_bytes())
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    return feed


def only(element: etree._Element, name: str) -> str:
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text or ""


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_feed_has_what_rfc_4287_requires(output: Path, language: str) -> None:
    """Sections 4.1.1 and 4.1.2: an id, a title and an update time everywhere, an author, an alternate link."""
    root = etree.parse(output / f"{language}.xml").getroot()
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for element in (root, *entries):
        assert only(element, "id").startswith("urn:uuid:")
        assert only(element, "title")
        assert RFC_3339.fullmatch(only(element, "updated"))
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert len({only(entry, "id") for entry in entries}) == len(entries)
    for element in (root, *entries):
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert [link.get("href").partition("://")[0] for link in alternates] == ["https"]
    assert only(root, "updated") == max(only(entry, "updated") for entry in entries)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_feed_tells_what_readers_would_notice(output: Path, language: str) -> None:
    """Links and routine are in the report; a feed that tells of them would not be read."""
    feed = parsed(output / f"{language}.xml")
    told = {(entry.link, entry.tags[0].term) for entry in feed.entries}
    prefix = "https://sample.invalid/" + ("spanish/" if language == "es" else "")
    expected = {
        (f"{prefix}{record_id.rpartition('/')[2]}.html", event)
        for record_id, event in TOLD
        if record_id.split("/")[1] == language
    }
    assert told == expected


def test_an_entry_says_in_words_what_changed(output: Path) -> None:
    entries = {entry.title: entry for entry in parsed(output / "en.xml").entries}
    summary = entries["Compass Nose: summary"].summary
    assert "It points north most of the time." in summary
    assert "is now" in summary
    assert "It points north, except on Thursdays." in summary
    assert entries["New topic: Umbrella Reflex"].summary.startswith("The topic is new.")
    assert entries["Removed: Marble Wink"].link == "https://sample.invalid/marblewink.html"
    assert "sample/en/lanternthumb" in entries["New address: Lantern Thumb"].summary


def test_the_spanish_feed_speaks_spanish(output: Path) -> None:
    titles = {entry.title for entry in parsed(output / "es.xml").entries}
    assert titles == {
        "Tema nuevo: Reflejo del paraguas",
        "Retirado: Guiño de canica",
        "Nueva dirección: Pulgar de linterna",
    }


def test_the_first_release_is_no_news(tmp_path: Path) -> None:
    editions(tmp_path, 1)
    assert parsed(tmp_path / "current" / "feeds" / "en.xml").entries == []


def test_entries_stay_as_they_are_while_new_ones_come(tmp_path: Path) -> None:
    def entries(*wordings: str) -> list[bytes]:
        output = tmp_path / str(len(wordings))
        versions(output, *wordings)
        root = etree.parse(output / "current" / "feeds" / "en.xml").getroot()
        return [etree.tostring(entry, with_tail=False) for entry in root.findall(f"{ATOM}entry")]

    assert entries("One.", "Two.", "Three.")[1:] == entries("One.", "Two.")


def test_a_feed_keeps_to_the_newest_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FEED_LENGTH == 100
    monkeypatch.setattr("medscrape.reporting.timeline.FEED_LENGTH", 3)
    versions(tmp_path, *(f"Words {number}." for number in range(6)))
    feed = parsed(tmp_path / "current" / "feeds" / "en.xml")
    assert [entry.updated[:10] for entry in feed.entries] == ["2026-11-28", "2026-11-27", "2026-11-26"]


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    hostile(tmp_path)
    file = tmp_path / "current" / "feeds" / "en.xml"
    root = etree.parse(file).getroot()
    assert {element.tag for element in root.iter()} <= {
        f"{ATOM}{name}"
        for name in "feed id title subtitle updated author name link generator entry category summary".split()
    }
    (entry,) = parsed(file).entries
    assert entry.title_detail.type == "text/plain"
    (title,) = root.xpath("//*[local-name()='entry']/*[local-name()='title']")
    shown = HOSTILE.replace("\u202e", "").replace("\u202c", "").replace("\ufffe", "")
    assert title.text.startswith(shown)
