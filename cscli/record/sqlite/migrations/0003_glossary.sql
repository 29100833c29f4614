-- 3 (compatible from 3): the desk's own glossary
-- the desk's own glossary. Empty languages and an empty market fit any. targets and forbidden are JSON lists. key is
-- what two spellings of one term have in common, made by desk/glossary.py: of its source, else of its forbidden form.
CREATE TABLE glossary_terms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule TEXT NOT NULL CHECK (rule IN ('required', 'forbidden', 'no-translate')),
  source_language TEXT NOT NULL DEFAULT '', target_language TEXT NOT NULL DEFAULT '', market TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '', targets TEXT NOT NULL DEFAULT '[]', forbidden TEXT NOT NULL DEFAULT '[]',
  note TEXT NOT NULL DEFAULT '',
  key TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (rule, source_language, target_language, market, key)
);
