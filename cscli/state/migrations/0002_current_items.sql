-- 2 (compatible from 1): the item that each terminal is at, and the one before it
-- seen is the id of the newest text of the item that was shown there.
CREATE TABLE current_items (
  terminal TEXT PRIMARY KEY, item TEXT NOT NULL, before TEXT NOT NULL DEFAULT '', seen INTEGER NOT NULL DEFAULT 0,
  at TEXT NOT NULL
) WITHOUT ROWID;
