-- 2 (compatible from 1): the item that each terminal is at, and the one before it
CREATE TABLE current_items (
  terminal TEXT PRIMARY KEY, item TEXT NOT NULL, before TEXT NOT NULL DEFAULT '', at TEXT NOT NULL
) WITHOUT ROWID;
