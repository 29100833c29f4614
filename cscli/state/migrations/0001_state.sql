-- 1 (compatible from 1): consents, pauses of engines, and the ledger of bulk runs
CREATE TABLE engine_consents (
  engine TEXT NOT NULL, host TEXT NOT NULL, agent TEXT NOT NULL DEFAULT '', at TEXT NOT NULL,
  PRIMARY KEY (engine, host)
) WITHOUT ROWID;

CREATE TABLE engine_pauses (
  engine TEXT PRIMARY KEY, failures INTEGER NOT NULL, until TEXT NOT NULL, reason TEXT NOT NULL
) WITHOUT ROWID;

-- Times are RFC 3339 instants, empty where there is none yet; plan and positions are JSON. rows, done, rejected and
-- skipped, the digest of the input and the positions are those of the last checkpoint. origin begins the origins of what
-- the run records: a random text, since other machines write into the same record.
CREATE TABLE bulk_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done')),
  started_at TEXT NOT NULL, updated_at TEXT NOT NULL, finished_at TEXT NOT NULL DEFAULT '',
  input TEXT NOT NULL, output TEXT NOT NULL, rejects TEXT NOT NULL,
  plan TEXT NOT NULL, fingerprint TEXT NOT NULL,
  "rows" INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
  input_digest TEXT NOT NULL DEFAULT '', positions TEXT NOT NULL DEFAULT '{}',
  origin TEXT NOT NULL
);
CREATE INDEX bulk_runs_by_output ON bulk_runs (output, id);

-- what became of each row of the input, in its order, so that entries are written at the end and nowhere else. key is
-- the BLAKE2b of the row's key in 16 bytes, empty where there is none.
CREATE TABLE bulk_entries (
  run INTEGER NOT NULL, number INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('done', 'rejected', 'skipped')),
  key BLOB NOT NULL CHECK (length(key) IN (0, 16)),
  digest BLOB NOT NULL,
  PRIMARY KEY (run, number)
) WITHOUT ROWID;

-- records of format 5 and older whose consents, pauses and runs were taken over
CREATE TABLE adopted (record TEXT PRIMARY KEY) WITHOUT ROWID;
