"""The archive: what is written can be read by anybody, and anything can be read without harm."""

import gzip
import hashlib
import json
import random
import signal
import subprocess
import sys
import time
import zlib
from collections import Counter
from datetime import UTC, datetime

import brotli
import pytest
from crawl_helpers import FAST, Answer, crawl, index_page, records, redirect, run, serving, topic_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warc_helpers import (
    HTML,
    NOON,
    RUN,
    answer,
    archive_of,
    chunked,
    exchange,
    foreign,
    in_members,
    kinds,
    page,
    read_all,
    warcio_check,
)

from medscrape.archive import (
    ArchiveWriter,
    BadRecord,
    Captured,
    Skipped,
    check_file,
    holds,
    is_warc,
    read,
    remove_files,
    repair,
    warc_files,
)
from medscrape.archive.members import whole_until
from medscrape.models import Capture

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ETAG = ("ETag", '"a"')


# --- writing


def test_anybody_reads_what_is_written(tmp_path):
    path = archive_of(
        tmp_path,
        exchange("/robots.txt", b"User-agent: *", 200, ("Content-Type", "text/plain")),
        exchange("/old.html", b"", 301, ("Location", "/a.html")),
        exchange("/a.html", page(1), 200, HTML, ETAG, ("X-Name", "Zo\xeb"), after=1),
        exchange("/broken.html", b"oops", 500),
    )
    assert kinds(path) == {"warcinfo": 1, "response": 4, "request": 4}
    assert (warcio_check(path).returncode, warcio_check(path).stdout) == (0, "")
    assert check_file(path).kinds == kinds(path)
    (good,), bad, captures = read_all(path)
    assert not bad
    assert (good.url, good.status, good.body, good.identity) == ("http://127.0.0.1:8000/a.html", 200, page(1), None)
    assert good.headers == (HTML, ETAG, ("X-Name", "Zo\xeb"))
    assert (good.fetched_at - NOON).total_seconds() == 1
    assert captures.skipped == {Skipped.NOT_A_RESPONSE: 5, Skipped.OTHER_TYPE: 1, Skipped.OTHER_STATUS: 2}


def test_a_file_begins_by_telling_what_it_is(tmp_path):
    text = gzip.decompress(archive_of(tmp_path, exchange("/a.html")).read_bytes()).decode()
    first = text[: text.index("\r\n\r\n\r\n")]
    assert first.startswith("WARC/1.1\r\nWARC-Type: warcinfo\r\n")
    for words in (
        f"WARC-Filename: medscrape-{RUN}-00001.warc.gz",
        "robots: ",
        "reconstructions",
        "software: medscrape/",
    ):
        assert words in first


def test_a_request_points_at_its_response(tmp_path):
    text = gzip.decompress(archive_of(tmp_path, exchange("/a.html?x=1", page(1))).read_bytes()).decode()
    _, response, request = text.split("WARC/1.1\r\n")[1:]
    identifier = response.partition("WARC-Record-ID: ")[2].partition("\r\n")[0]
    assert f"WARC-Concurrent-To: {identifier}\r\n" in request
    assert "GET /a.html?x=1 HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n" in request
    assert "WARC-IP-Address: 127.0.0.1\r\n" in response


def test_what_has_not_changed_is_not_stored_again(tmp_path):
    identity = "https://sample.invalid/a.html"
    with ArchiveWriter(tmp_path, RUN, longest=10**9) as archive:
        first = archive.append(exchange("/a.html", page(1), identity=identity))
    with ArchiveWriter(tmp_path, "20261124T120000Z", longest=10**9) as archive:
        same = archive.append(exchange("/a.html", page(1), identity=identity), first)
        not_modified = archive.append(exchange("/a.html", b"", 304, ETAG, identity=identity), first)
        other = archive.append(exchange("/a.html", page(2), identity=identity), first)
        elsewhere = archive.append(exchange("/a.html", page(1), identity="https://sample.invalid/b.html"), first)
    old, new = warc_files(tmp_path)
    assert same == not_modified == first
    assert other.file == elsewhere.file == new.name
    assert kinds(new) == {"warcinfo": 1, "revisit": 2, "response": 2, "request": 4}
    assert warcio_check(old, new).returncode == 0
    text = gzip.decompress(new.read_bytes()).decode()
    assert "revisit/identical-payload-digest\r\n" in text
    assert "revisit/server-not-modified\r\n" in text
    assert "WARC-Refers-To-Target-URI: http://127.0.0.1:8000/a.html\r\n" in text
    assert "WARC-Refers-To-Date: 2026-11-23T12:00:00.000000Z\r\n" in text


def test_a_304_without_an_earlier_body_is_a_response(tmp_path):
    assert kinds(archive_of(tmp_path, exchange("/a.html", b"", 304))) == {"warcinfo": 1, "response": 1, "request": 1}


def test_a_place_leads_to_its_body(tmp_path):
    with ArchiveWriter(tmp_path, RUN, longest=10**9) as archive:
        places = [archive.append(exchange(f"/{number}.html", page(number))) for number in range(20)]
        assert [read(tmp_path, place).body for place in places] == [page(number) for number in range(20)]
    assert all(holds(tmp_path, place) for place in places)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"file": "medscrape-x-00001.warc.gz"}, "the file is missing"),
        ({"file": "../../../etc/passwd"}, "the file is missing"),
        ({"offset": 10**9}, "ends before it"),
        ({"offset": 7}, "damaged"),
        ({"offset": 0}, "not a response"),
    ],
)
def test_a_place_that_leads_nowhere_says_so(tmp_path, change, words):
    with ArchiveWriter(tmp_path, RUN, longest=10**9) as archive:
        place = archive.append(exchange("/a.html", page(1)))
    found = read(tmp_path, place.model_copy(update=change))
    assert isinstance(found, BadRecord)
    assert words in found.detail


def test_files_end_at_their_size_and_sort_by_age(tmp_path):
    noise = random.Random(1)
    bodies = [noise.randbytes(10_000) for _ in range(20)]
    archive_of(tmp_path, *(exchange("/a.html", body) for body in bodies), longest=50_000)
    archive_of(tmp_path, exchange("/a.html", page(1)), run="20261124T120000Z")
    archive_of(tmp_path, exchange("/a.html", page(2)), run="20261124T120000Z")
    files = warc_files(tmp_path)
    assert [file.name[10:-8] for file in files] == [
        *(f"{RUN}-{number:05}" for number in range(1, 6)),
        "20261124T120000Z-00001",
        "20261124T120000Z-00002",
    ]
    assert all(file.stat().st_size <= 50_000 for file in files)
    assert all(kinds(file)["warcinfo"] == 1 for file in files)
    assert [good.body for file in files[:5] for good in read_all(file)[0]] == bodies


def test_a_full_disk_leaves_whole_records(tmp_path, monkeypatch):
    class Full:
        def __init__(self, file):
            self._file, self.left = file, 700

        def write(self, data):
            if not self.left:
                raise OSError(28, "No space left on device")
            written = self._file.write(data[: self.left])
            self.left -= written
            return written

        def __getattr__(self, name):
            return getattr(self._file, name)

    with ArchiveWriter(tmp_path, RUN, longest=10**9) as archive:
        archive.append(exchange("/a.html", page(1)))
        archive._file = Full(archive._file)
        with pytest.raises(OSError, match="No space"):
            archive.append(exchange("/b.html", random.Random(1).randbytes(3000)))
        archive._file.left = 10**6
        archive.append(exchange("/c.html", page(3)))
    (path,) = warc_files(tmp_path)
    assert warcio_check(path).returncode == 0
    assert [good.url[-6:] for good in read_all(path)[0]] == ["a.html", "c.html"]


def test_files_that_nobody_needs_can_be_removed(tmp_path):
    for day in ("20261101T000000Z", "20261102T000000Z", "20261103T000000Z", "20261104T000000Z"):
        archive_of(tmp_path, exchange("/a.html"), run=day)
    first, second, third, last = warc_files(tmp_path)
    assert remove_files(tmp_path, {second.name}, datetime(2026, 11, 3, tzinfo=UTC)) == [first]
    assert remove_files(tmp_path, (), datetime(2027, 1, 1, tzinfo=UTC)) == [second, third]
    assert warc_files(tmp_path) == [last]


# --- repair


@pytest.mark.parametrize("memory", ["kept", "lost", "nonsense"])
def test_a_torn_tail_is_cut_off(tmp_path, memory):
    exchanges = [exchange(f"/{number}.html", page(number)) for number in range(3)]
    path = archive_of(tmp_path, *exchanges)
    whole = path.read_bytes()
    last = whole.rindex(b"\x1f\x8b\x08", 0, whole.rindex(b"\x1f\x8b\x08"))  # the last response; behind it a request
    for cut in (1, 2, 11, 40, len(whole) - last - 1):
        path.write_bytes(whole[:-cut])
        if memory != "kept":
            (tmp_path / "tail.json").write_bytes(b"" if memory == "lost" else b'{"file": 1')
        (done,) = repair(tmp_path)
        assert done.removed == len(whole) - cut - path.stat().st_size
        assert warcio_check(path).returncode == 0
        assert len(read_all(path)[0]) == (3 if cut < len(whole) - last - 1 and kinds(path)["response"] == 3 else 2)
        assert repair(tmp_path) == []


def test_what_a_power_cut_left_is_cut_off(tmp_path):
    path = archive_of(tmp_path, exchange("/a.html", page(1)))
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(bytes(5000))
    place = Capture(file=path.name, offset=size)
    assert [done.removed for done in repair(tmp_path)] == [5000]
    assert not holds(tmp_path, place)
    archive_of(tmp_path, exchange("/b.html", page(2)))
    assert not holds(tmp_path, place), "no later process may put another record in a lost one's place"


def test_only_the_tail_is_cut(tmp_path):
    path = archive_of(tmp_path, *(exchange(f"/{number}.html", page(number)) for number in range(9)))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data[:-3])
    repair(tmp_path)
    good, bad, _ = read_all(path)
    assert len(bad) == 1
    assert len(good) >= 7


def test_a_file_without_a_whole_record_goes(tmp_path):
    path = archive_of(tmp_path, exchange("/a.html"))
    path.write_bytes(path.read_bytes()[:20])
    assert [done.path for done in repair(tmp_path)] == [path]
    assert warc_files(tmp_path) == []


def test_what_a_link_leads_to_is_not_touched(tmp_path):
    other, folder = tmp_path / "other", tmp_path / "archive"
    other.write_bytes(b"precious")
    folder.mkdir()
    for name in (f"medscrape-{RUN}-00001.warc.gz", "tail.json", ".tail.json.part"):
        (folder / name).symlink_to(other)
    assert repair(folder) == []
    archive_of(folder, exchange("/a.html"))
    assert other.read_bytes() == b"precious"


WRITER = """
import itertools, sys
from pathlib import Path
from medscrape.archive import ArchiveWriter
from warc_helpers import RUN, exchange, page
archive = ArchiveWriter(Path(sys.argv[1]), RUN, longest=200_000)
for number in itertools.count():
    place = archive.append(exchange(f"/{number}.html", page(number)))
    print(place.file, place.offset, flush=True)
"""


def test_nothing_that_was_archived_is_lost_by_a_kill(tmp_path, request):
    tests = request.path.parent
    for kill in range(3):
        folder = tmp_path / str(kill)
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], cwd=tests, stdout=subprocess.PIPE, text=True
        )
        process.stdout.readline()
        time.sleep(0.1 * (kill + 1))
        process.send_signal(signal.SIGKILL)
        told = [line.split() for line in process.communicate()[0].splitlines() if line.endswith("\n") or line]
        repair(folder)
        assert warcio_check(*warc_files(folder)).returncode == 0
        places = [Capture(file=line[0], offset=int(line[1])) for line in told if len(line) == 2]
        assert len(places) > 10
        assert all(isinstance(read(folder, place), Captured) for place in places[:-1])


# --- damage


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    path = archive_of(folder, *(exchange(f"/{number}.html", page(number)) for number in range(12)))
    return path.read_bytes()


@pytest.mark.parametrize("framing", ["members", "plain", "one member"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_is_counted_and_never_a_crash(tmp_path, whole, framing, data):
    content = whole if framing == "members" else gzip.decompress(whole)
    content = bytearray(gzip.compress(content, 1) if framing == "one member" else content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "zero", "insert", "drop", "repeat"])):
            case "flip":
                content[place] ^= 1 << data.draw(st.integers(0, 7))
            case "cut":
                del content[place + 1 :]
            case "zero":
                content[place : place + 300] = bytes(len(content[place : place + 300]))
            case "insert":
                content[place:place] = data.draw(st.binary(max_size=50))
            case "drop":
                del content[place + 1 : place + 300]
            case "repeat":
                content[place:place] = content[max(0, place - 900) : place]
    path = tmp_path / "damaged.warc"
    path.write_bytes(content)
    good, bad, _ = read_all(path)
    originals = {page(number) for number in range(12)}
    assert {one.body for one in good} <= originals
    check = check_file(path)
    if len(good) < 12 and framing == "members":
        assert bad or check.records < 25
    assert all(place.capture.offset <= len(content) for place in bad)


def test_every_sound_record_behind_the_damage_is_found(tmp_path, whole):
    path = tmp_path / "damaged.warc.gz"
    marks = [place for place in range(len(whole)) if whole.startswith(b"\x1f\x8b\x08", place)]
    for member in (1, 5, 9):  # each a response
        data = bytearray(whole)
        data[marks[member] + 60] ^= 0xFF
        path.write_bytes(data)
        good, bad, _ = read_all(path)
        assert (len(good), [one.capture.offset for one in bad]) == (11, [marks[member]])
        assert (check_file(path).records, check_file(path).damaged) == (24, 1)


@pytest.mark.parametrize("length", [0, 44, 10**6, 10**18, 10**30, -5])
def test_a_wrong_length_harms_its_own_record_only(tmp_path, length):
    path = tmp_path / "wrong.warc"
    path.write_bytes(foreign(answer(page(1))) + foreign(answer(page(2)), length=length) + foreign(answer(page(3))))
    good, _, _ = read_all(path)
    assert {page(1), page(3)} <= {one.body for one in good}


# --- other people's files

BODY = page(7)
RAW_DEFLATE = zlib.compress(BODY)[2:-4]


@pytest.mark.parametrize(
    "http",
    [
        answer(BODY),
        answer(BODY, content_type="Text/HTML;Charset=UTF-8"),
        answer(BODY, content_type="application/xhtml+xml"),
        answer(chunked(BODY), "Transfer-Encoding: chunked"),
        answer(BODY, "Transfer-Encoding: chunked"),  # some tools take the coding off and leave the header
        answer(gzip.compress(BODY), "Content-Encoding: gzip"),
        answer(gzip.compress(BODY), "content-encoding:X-GZIP"),
        answer(gzip.compress(BODY[:50]) + gzip.compress(BODY[50:]), "Content-Encoding: gzip"),
        answer(BODY, "Content-Encoding: gzip"),
        answer(zlib.compress(BODY), "Content-Encoding: deflate"),
        answer(RAW_DEFLATE, "Content-Encoding: deflate"),
        answer(brotli.compress(BODY), "Content-Encoding: br"),
        answer(zstd.compress(BODY), "Content-Encoding: zstd"),
        answer(gzip.compress(zlib.compress(BODY)), "Content-Encoding: deflate, gzip"),
        answer(chunked(gzip.compress(BODY)), "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        answer(BODY, "Content-Encoding: identity"),
        answer(BODY).replace(b"\r\n", b"\n"),
        answer(BODY, "X-Folded: a\r\n b"),
    ],
)
@pytest.mark.parametrize("framing", ["members", "plain", "one member"])
def test_pages_of_other_tools_are_read(tmp_path, http, framing):
    record = foreign(http)
    data = {"members": in_members(record, record), "plain": record * 2, "one member": gzip.compress(record * 2)}
    path = tmp_path / "their.warc"
    path.write_bytes(data[framing])
    good, bad, _ = read_all(path)
    assert ([one.body for one in good], bad) == ([BODY, BODY], [])
    assert good[0].fetched_at.isoformat() == "2024-05-06T07:08:09+00:00"


@pytest.mark.parametrize("words", ["word ", "word " * 9000])
def test_records_that_share_a_gzip_member_have_its_place(tmp_path, words):
    bodies = [page(number, words) for number in range(6)]
    records = [foreign(answer(body), url=f"http://site.example/{n}.html") for n, body in enumerate(bodies)]
    members = [gzip.compress(b"".join(records[start : start + 3])) for start in (0, 3)]
    path = tmp_path / "their.warc.gz"
    path.write_bytes(b"".join(members))
    good, bad, _ = read_all(path)
    assert ([one.body for one in good], bad) == (bodies, [])
    assert [one.capture.offset for one in good] == [0] * 3 + [len(members[0])] * 3


@pytest.mark.parametrize(
    "record",
    [
        foreign(answer(BODY), url="<http://site.example/a.html>"),
        foreign(answer(BODY), version="WARC/0.18"),
        foreign(answer(BODY), version="WARC/1.1", extra="warc-ip-address: 127.0.0.1\r\n"),
        foreign(answer(BODY), extra=f"WARC-Block-Digest: sha1:{hashlib.sha1(answer(BODY)).hexdigest()}\r\n"),
        foreign(answer(BODY), extra="WARC-Block-Digest: blake9:ABC\r\nWARC-Payload-Digest: nonsense\r\n"),
    ],
)
def test_headers_of_other_tools_are_read(tmp_path, record):
    path = tmp_path / "their.warc.gz"
    path.write_bytes(in_members(record))
    (good,), bad, _ = read_all(path)
    assert (good.url, good.body, bad) == ("http://site.example/a.html", BODY, [])


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (foreign(answer(BODY), extra="WARC-Block-Digest: sha1:AAAA\r\n"), "digest"),
        (foreign(answer(BODY), extra="WARC-Payload-Digest: sha256:AAAA\r\n"), "digest"),
        (foreign(answer(gzip.compress(bytes(40_000_000)), "Content-Encoding: gzip")), "more than 33554432 bytes"),
        (foreign(answer(brotli.compress(bytes(40_000_000)), "Content-Encoding: br")), "more than 33554432 bytes"),
        (foreign(answer(zstd.compress(bytes(40_000_000)), "Content-Encoding: zstd")), "more than 33554432 bytes"),
        (foreign(answer(bytes(34_000_000))), "larger than 33554432 bytes"),
        (foreign(answer(b"\x1f\x8bnonsense", "Content-Encoding: gzip")), "no gzip"),
        (foreign(b"nonsense" * 9), "without a response"),
    ],
    ids=range(8),
)
def test_what_cannot_be_trusted_is_told(tmp_path, record, words):
    path = tmp_path / "their.warc.gz"
    path.write_bytes(in_members(record, foreign(answer(BODY))))
    good, (bad,), _ = read_all(path)
    assert [one.body for one in good] == [BODY]
    assert words in bad.detail
    assert bad.url == "http://site.example/a.html"


def test_what_is_no_page_is_counted(tmp_path):
    path = tmp_path / "their.warc.gz"
    revisit = answer(b"", status="304 Not Modified")
    path.write_bytes(
        in_members(
            foreign(answer(BODY)),
            foreign(answer(b"GIF89a", content_type="image/gif")),
            foreign(answer(BODY, status="404 Not Found")),
            foreign(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            foreign(b"anything", kind="metadata"),
            foreign(revisit, kind="revisit"),
            foreign(revisit, kind="revisit", url="http://site.example/elsewhere.html"),
            foreign(answer(b"", content_type="image/gif"), kind="revisit"),
        )
    )
    good, bad, captures = read_all(path)
    assert (len(good), bad) == (1, [])
    assert captures.skipped == {
        Skipped.OTHER_TYPE: 2,
        Skipped.OTHER_STATUS: 1,
        Skipped.NOT_A_RESPONSE: 2,
        Skipped.REVISIT: 1,
        Skipped.LOST_REVISIT: 1,
    }


def test_a_revisit_leads_to_the_file_beside_it(tmp_path):
    with ArchiveWriter(tmp_path, RUN, longest=10**9) as archive:
        place = archive.append(exchange("/a.html", page(1)))
    with ArchiveWriter(tmp_path, "20261124T120000Z", longest=10**9) as archive:
        for _ in range(2):
            archive.append(exchange("/a.html", b"", 304), place)
    old, new = warc_files(tmp_path)
    assert [one.capture for one in read_all(new)[0]] == [place]
    assert read_all(new, old, new)[0] == []
    old.unlink()
    good, _, captures = read_all(new)
    assert (good, captures.skipped[Skipped.LOST_REVISIT]) == ([], 2)


def test_a_warc_file_is_known_by_its_name_or_its_first_bytes(tmp_path):
    contents = {
        "a.warc": b"",
        "a.warc.gz": b"",
        "plain": foreign(answer(BODY)),
        "compressed.gz": in_members(foreign(answer(BODY))),
    }
    others = {"page.html": BODY, "page.html.gz": gzip.compress(BODY), "short": b"W", "cut.gz": b"\x1f\x8b"}
    for name, content in (contents | others).items():
        (tmp_path / name).write_bytes(content)
    assert {path.name for path in tmp_path.iterdir() if is_warc(path)} == set(contents)


# --- the crawl


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A crawl of a mirror with bodies in every coding: output folder, server."""
    output = tmp_path_factory.mktemp("crawled") / "out"

    def sent(slug, coding, encode):
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": coding, "ETag": f'"{slug}"'}
        return Answer(encode(topic_page(slug).body), headers=headers)

    routes = {
        "/all_healthtopics.html": index_page(f"/{slug}.html" for slug in ("a", "b", "c", "d", "e", "f", "g", "h")),
        "/a.html": topic_page("a", twin="spanish/a"),
        "/spanish/a.html": topic_page("spanish/a", twin="a"),
        "/b.html": sent("b", "gzip", gzip.compress),
        "/c.html": sent("c", "deflate", zlib.compress),
        "/d.html": sent("d", "zstd", zstd.compress),
        "/e.html": redirect("/new.html"),
        "/new.html": topic_page("new", canonical="https://medlineplus.gov/a.html"),
        "/f.html": Answer(b"oops", 503),
        "/g.html": Answer(b"<!DOCTYPE html><html><body><h1>Site maintenance</h1></body></html>"),
        "/h.html": Answer(b"gone", 410),
    }
    with serving(routes) as web:
        result = crawl(output, *FAST, "-s", "MEDSCRAPE_GATE_FEW_FAILED=9", base_url=web.base_url)
    assert result.returncode == 0, result.stderr
    return output, web


def test_every_answer_is_archived(crawled):
    output, web = crawled
    (path,) = warc_files(output / "archive")
    assert kinds(path)["response"] == kinds(path)["request"] == len(web.visits)
    assert warcio_check(path).returncode == 0
    text = b"".join(gzip.decompress(path.read_bytes()).splitlines(keepends=True))
    asked = Counter(line.split()[1].decode() for line in text.splitlines() if line.startswith(b"GET "))
    assert asked == web.paths()


def test_the_archive_alone_gives_the_records_of_the_crawl(crawled):
    output, _ = crawled
    (path,) = warc_files(output / "archive")
    result = run("medscrape", "extract", str(path))
    lines = result.stdout.splitlines()
    extracted = {record["id"]: record for record in map(json.loads, lines)}
    published = records(output)
    assert len(lines) == len(published) == 5
    assert extracted.keys() == published.keys()
    for name, record in published.items():
        assert record.pop("provenance") | {"run_id": None} == extracted[name].pop("provenance")
        assert json.dumps(extracted[name]) == json.dumps(record)
    (rejection,) = map(json.loads, result.stderr.splitlines())
    assert (result.returncode, rejection["reason"]) == (1, "maintenance")


def test_a_page_that_was_captured_again_gives_one_record(tmp_path):
    url = "https://medlineplus.gov/t.html"
    same, other = topic_page("t").body, topic_page("t", words="Other words.").body
    twice = [exchange("/t.html", body, identity=url) for body in (same, same + b"<!-- stamp -->", other)]
    archive_of(tmp_path, *twice)
    archive_of(tmp_path, exchange("/t.html", same, identity=url), run="20261124T120000Z")
    result = run("medscrape", "extract", str(tmp_path))
    texts = [record["summary"]["text"] for record in map(json.loads, result.stdout.splitlines())]
    assert (result.returncode, texts) == (0, ["Words.", "Other words."])


def test_a_rejection_names_its_archived_answer(crawled):
    output, _ = crawled
    (rejection,) = map(json.loads, (output / "rejected.jsonl").read_bytes().splitlines())
    found = read(output / "archive", Capture(**rejection["capture"]))
    assert hashlib.sha256(found.body).hexdigest() == rejection["sha256"]


def test_a_large_record_ends_where_it_ends(tmp_path):
    """A repair trusts where records end: whole ones behind a large one must stay."""
    file = archive_of(tmp_path, *(exchange(f"/{n}", page(n, "words " * 3000)) for n in range(3)))
    (tmp_path / "tail.json").write_text(json.dumps({"file": file.name, "size": 1}))
    with file.open("rb") as opened:
        assert whole_until(opened) == file.stat().st_size
        assert file.stat().st_size < len(page(0, "words " * 3000)) > 256 * 1024
