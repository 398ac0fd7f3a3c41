"""A new store, written from what was published and archived; releases and events come oldest first."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from medscrape.models import Change, ChangeEvent, Rejection, Scope, Source, Traffic
from medscrape.store.changes import write_change
from medscrape.store.database import Database
from medscrape.store.moments import text_of
from medscrape.store.records import SEAM, record_number
from medscrape.store.releases import Accepted, gates_text
from medscrape.store.source import claim

_UNKNOWN = "{}"


@dataclass(frozen=True, slots=True)
class PastRelease(Accepted):
    """What is known of a release."""

    traffic: Traffic
    check_share: float


@dataclass(frozen=True, slots=True)
class Line:
    """A published record, taken apart without a byte of it changed."""

    topic_id: str
    url: str
    content_hash: str
    body: bytes
    provenance: str

    @classmethod
    def of(cls, line: bytes) -> "Line":
        """The parts of a line of `topics.jsonl`."""
        record = orjson.loads(line)
        seam = line.rindex(SEAM)
        origin = line[seam + len(SEAM) : -1].decode()
        return cls(record["id"], record["url"], record["content_hash"], line[:seam] + b"}", origin)


class Salvage:
    """Fills an empty store; what it is not told stays unknown, as if it had been pruned."""

    def __init__(self, file: Path, output: Path, source: Source) -> None:
        self._database = Database.open(file)
        self._source = source
        claim(self._database, output, source)

    def release(self, past: PastRelease) -> int:
        """Begins the next release, and gives its number."""
        self._run(past.run_id, "accepted", past.scope, past.started_at, past.accepted_at)
        self._database.do(
            "UPDATE run SET source = ?, requests = ?, received = ?, check_share = ? WHERE id = ?",
            past.source.to_line().decode(),
            past.traffic.requests,
            past.traffic.received,
            past.check_share,
            past.run_id,
        )
        return self._database.insert(
            "INSERT INTO release (run_id, accepted_at, counts, gates, published) VALUES (?, ?, ?, ?, 1)",
            past.run_id,
            text_of(past.accepted_at),
            past.counts.to_line().decode(),
            gates_text(past.gates),
        )

    def change(self, seq: int, part: int, change: Change) -> None:
        """Keeps an event, and the version that it brought: its hash for now."""
        write_change(self._database, seq, part, change, change.patch)
        gone = change.previous_id or change.id
        self._database.do(
            "UPDATE version SET until = ? WHERE topic_id = ? AND until IS NULL AND since < ?", seq, gone, seq
        )
        self._database.do("DELETE FROM version WHERE topic_id = ? AND since = ?", change.id, seq)
        if change.event is not ChangeEvent.REMOVED and change.after:
            self._version(change.id, seq, change.url, self._unknown_record(change.id, seq, change.after), _UNKNOWN)

    def fill(self, seq: int, line: Line) -> bool:
        """Gives the version that a release has its record; False if the events told of another one."""
        row = self._database.row(
            """
            SELECT since, length(body), content_hash FROM version JOIN record ON record.id = record
            WHERE topic_id = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2)
            """,
            line.topic_id,
            seq,
        )
        is_told = row is None or row[2] == line.content_hash
        if row is None:  # it came before the oldest event that is kept
            self._version(line.topic_id, 1, line.url, self._record(line), line.provenance)
        elif not row[1] or not is_told:
            self._give(line, row[0])
        return is_told

    def fill_older(self, run_id: str, line: Line) -> bool:
        """Gives the version that a run brought its record, if nothing else has; False if there is none to fill."""
        row = self._database.row(
            """
            SELECT since FROM version JOIN record ON record.id = record JOIN release ON seq = since
            WHERE topic_id = ? AND run_id = ? AND content_hash = ? AND length(body) = 0
            """,
            line.topic_id,
            run_id,
            line.content_hash,
        )
        if row:
            self._give(line, row[0])
        return row is not None

    def page(self, url: str, line: Line, run_id: str, scope: Scope, seen_at: datetime) -> None:
        """Keeps the newest body of a URL; its run is noted as given up if it brought no release."""
        if self._database.row("SELECT 1 FROM run WHERE id = ?", run_id) is None:
            self._run(run_id, "abandoned", scope, seen_at, seen_at)
        self._database.do(
            "INSERT OR REPLACE INTO page (url, topic_id, record, provenance, run_id) VALUES (?, ?, ?, ?, ?)",
            url,
            line.topic_id,
            self._record(line),
            line.provenance,
            run_id,
        )

    def rejections(self, run_id: str, found: Iterable[Rejection]) -> None:
        """Keeps what a run rejected."""
        self._database.do_many(
            "INSERT INTO visit (run_id, url, outcome, http_status, fetched_at, rejection) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (run_id, one.url, "rejected", one.http_status, text_of(one.seen_at), one.to_line().decode())
                for one in found
            ],
        )

    def lacking(self) -> int:
        """How many versions have no text."""
        ((number,),) = self._database.rows(
            "SELECT count(*) FROM version JOIN record ON record.id = record WHERE length(body) = 0"
        )
        return int(number)

    def close(self) -> None:
        """Brings everything into the one file."""
        self._database.do(
            "DELETE FROM record WHERE id NOT IN (SELECT record FROM version UNION SELECT record FROM page)"
        )
        self._database.do("PRAGMA wal_checkpoint(TRUNCATE)")
        self._database.close()

    def abort(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def _run(self, run_id: str, state: str, scope: Scope, start: datetime, end: datetime) -> None:
        self._database.do(
            "INSERT INTO run (id, state, scope, source, base, started_at, finished_at) VALUES (?, ?, ?, ?, 0, ?, ?)",
            run_id,
            state,
            scope.to_line().decode(),
            self._source.to_line().decode(),
            text_of(start),
            text_of(end),
        )

    def _version(self, topic_id: str, since: int, url: str, record: int, provenance: str) -> None:
        self._database.do(
            "INSERT INTO version (topic_id, since, record, provenance, url) VALUES (?, ?, ?, ?, ?)",
            topic_id,
            since,
            record,
            provenance,
            url,
        )

    def _give(self, line: Line, since: int) -> None:
        self._database.do(
            "UPDATE version SET record = ?, provenance = ? WHERE topic_id = ? AND since = ?",
            self._record(line),
            line.provenance,
            line.topic_id,
            since,
        )

    def _record(self, line: Line) -> int:
        return record_number(self._database, line.body, line.content_hash)

    def _unknown_record(self, topic_id: str, seq: int, content_hash: str) -> int:
        digest = hashlib.sha256(f"{topic_id} in release {seq}".encode()).digest()
        query = "INSERT OR REPLACE INTO record (digest, content_hash, body) VALUES (?, ?, x'')"
        return self._database.insert(query, digest, content_hash)
