-- 5 (compatible from 5): the ledger of bulk runs
-- the ledger of bulk runs. Times are RFC 3339 instants, empty where there is none yet; plan and positions are JSON.
-- rows, done, rejected and skipped, the digest of the input and the positions are those of the last checkpoint.
CREATE TABLE bulk_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done')),
  started_at TEXT NOT NULL, updated_at TEXT NOT NULL, finished_at TEXT NOT NULL DEFAULT '',
  input TEXT NOT NULL, output TEXT NOT NULL, rejects TEXT NOT NULL,
  plan TEXT NOT NULL, fingerprint TEXT NOT NULL,
  "rows" INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
  input_digest TEXT NOT NULL DEFAULT '', positions TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX bulk_runs_by_output ON bulk_runs (output, id);

-- what became of each row of the input, in its order, so that entries are written at the end and nowhere else. key is
-- the BLAKE2b of the row's key in 16 bytes, empty where there is none; database/bulk_runs.py finds entries by it.
CREATE TABLE bulk_entries (
  run INTEGER NOT NULL, number INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('done', 'rejected', 'skipped')),
  key BLOB NOT NULL CHECK (length(key) IN (0, 16)),
  digest BLOB NOT NULL,
  PRIMARY KEY (run, number)
) WITHOUT ROWID;
