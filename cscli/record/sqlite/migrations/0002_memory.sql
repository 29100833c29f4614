-- 2 (compatible from 2): the translation memory
-- the translation memory: pairs of segments. An empty market fits any. folded is the text that is searched, made by
-- translation/memory.py, and length counts its characters. The first columns of the unique key find an exact match;
-- the index by length holds the searched text itself, so that a fuzzy search reads nothing else.
CREATE TABLE translation_units (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_language TEXT NOT NULL, target_language TEXT NOT NULL, market TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL, target TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 8),
  folded TEXT NOT NULL, length INTEGER NOT NULL,
  approved INTEGER NOT NULL DEFAULT 0 CHECK (approved IN (0, 1)),
  origin TEXT NOT NULL, use_count INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL, used_at TEXT NOT NULL DEFAULT '',
  UNIQUE (hash, source_language, target_language, market, target)
);
CREATE INDEX translation_units_by_length ON translation_units (source_language, target_language, length, folded);
