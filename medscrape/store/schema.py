"""The tables, and the ladder that leads from every older store to them.

A record is kept once per content: `record.body` is the published line without its provenance, so a page that did not
change costs a few hundred bytes a run, and comparing two releases is comparing numbers.
"""

APPLICATION_ID = 0x6D656473
"""Marks a SQLite file as a store of ours ("meds")."""

LADDER: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE meta (
            name  TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE run (
            id          TEXT PRIMARY KEY,
            state       TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'accepted', 'held', 'abandoned')),
            scope       TEXT NOT NULL,
            source      TEXT NOT NULL,
            base        INTEGER NOT NULL, -- the release it began on, 0 for none
            started_at  TEXT NOT NULL,
            finished_at TEXT
        ) WITHOUT ROWID
        """,
        # The frontier's memory: pending while `outcome` is null. Also the evidence of what was gone, and when.
        """
        CREATE TABLE visit (
            run_id      TEXT NOT NULL REFERENCES run,
            url         TEXT NOT NULL,
            outcome     TEXT CHECK (outcome IN ('topic', 'not_topic', 'duplicate', 'rejected', 'gone', 'failed')),
            topic_id    TEXT,
            http_status INTEGER,
            fetched_at  TEXT,
            detail      TEXT,
            rejection   TEXT,
            PRIMARY KEY (run_id, url)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX visit_pending ON visit (run_id, url) WHERE outcome IS NULL",
        """
        CREATE TABLE record (
            id           INTEGER PRIMARY KEY,
            digest       BLOB NOT NULL UNIQUE,
            content_hash TEXT NOT NULL,
            body         BLOB NOT NULL -- deflated
        )
        """,
        # What a run proposes for each topic; gone once a release is accepted.
        """
        CREATE TABLE candidate (
            run_id     TEXT NOT NULL,
            topic_id   TEXT NOT NULL,
            url        TEXT NOT NULL,
            record     INTEGER NOT NULL REFERENCES record,
            provenance TEXT NOT NULL,
            PRIMARY KEY (run_id, topic_id),
            FOREIGN KEY (run_id, url) REFERENCES visit
        ) WITHOUT ROWID
        """,
        # The newest readable body of each URL and the record it gave, whatever became of its run.
        """
        CREATE TABLE page (
            url        TEXT PRIMARY KEY,
            topic_id   TEXT NOT NULL,
            record     INTEGER NOT NULL REFERENCES record,
            provenance TEXT NOT NULL,
            run_id     TEXT NOT NULL REFERENCES run
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE release (
            seq         INTEGER PRIMARY KEY,
            run_id      TEXT NOT NULL UNIQUE REFERENCES run,
            accepted_at TEXT NOT NULL,
            counts      TEXT NOT NULL,
            gates       TEXT NOT NULL,
            published   INTEGER NOT NULL DEFAULT 0
        )
        """,
        # Release N holds the versions with since <= N < until; an open one has no `until`.
        """
        CREATE TABLE version (
            topic_id   TEXT NOT NULL,
            since      INTEGER NOT NULL REFERENCES release DEFERRABLE INITIALLY DEFERRED,
            until      INTEGER REFERENCES release DEFERRABLE INITIALLY DEFERRED,
            record     INTEGER NOT NULL REFERENCES record,
            provenance TEXT NOT NULL,
            PRIMARY KEY (topic_id, since)
        ) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX version_open ON version (topic_id) WHERE until IS NULL",
    ),
    (
        # Where a permanent redirect led, and whether an index page named the URL.
        "ALTER TABLE visit ADD COLUMN leads_to TEXT",
        "ALTER TABLE visit ADD COLUMN listed INTEGER NOT NULL DEFAULT 0",
        # The canonical URL of the record; `candidate.url` is the one that it was fetched by.
        "ALTER TABLE candidate ADD COLUMN canonical TEXT NOT NULL DEFAULT ''",
        "UPDATE candidate SET canonical = url",
        "ALTER TABLE version ADD COLUMN url TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX page_topic ON page (topic_id)",
        "UPDATE version SET url = coalesce((SELECT min(url) FROM page WHERE page.topic_id = version.topic_id), '')",
        # Topics of the last release that a complete run over the whole source found gone, and when that run began.
        """
        CREATE TABLE absence (
            topic_id TEXT PRIMARY KEY,
            run_id   TEXT NOT NULL REFERENCES run,
            since    TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        # What the gates measure in a record, kept so that it is read once.
        """
        CREATE TABLE outline (
            record  INTEGER PRIMARY KEY REFERENCES record,
            content TEXT NOT NULL
        )
        """,
        # Events; for `added` and `restored` the patch is the record itself and stands in `version`.
        """
        CREATE TABLE change (
            release      INTEGER NOT NULL REFERENCES release DEFERRABLE INITIALLY DEFERRED,
            topic_id     TEXT NOT NULL,
            part         INTEGER NOT NULL, -- 0, or 1 for the second of two events of one topic
            event        TEXT NOT NULL,
            previous_id  TEXT,
            url          TEXT NOT NULL,
            significance TEXT NOT NULL,
            fields       TEXT NOT NULL,
            before       TEXT,
            after        TEXT,
            patch        BLOB, -- deflated; null for `removed`, and once it was pruned
            PRIMARY KEY (release, topic_id, part)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX change_topic ON change (topic_id)",
        "CREATE INDEX change_previous ON change (previous_id) WHERE previous_id IS NOT NULL",
    ),
    (
        # What came of asking whether a page had changed, and what a run cost.
        "ALTER TABLE visit ADD COLUMN answer_check TEXT",
        "ALTER TABLE run ADD COLUMN requests INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE run ADD COLUMN received INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE run ADD COLUMN check_share REAL NOT NULL DEFAULT 0",
    ),
)
"""Rung N leads from schema number N to N + 1; an empty file climbs them all."""

SCHEMA_NUMBER = len(LADDER)
"""The schema this version of the program reads and writes."""
