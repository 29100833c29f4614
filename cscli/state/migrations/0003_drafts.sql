-- 3 (compatible from 1): texts that were begun on this machine and have not left the desk
-- state is kept, gone (it left, or is recorded as a mail), or dropped; content is JSON. Numbers are never used again.
CREATE TABLE drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, agent TEXT NOT NULL, case_number INTEGER,
  state TEXT NOT NULL DEFAULT 'kept' CHECK (state IN ('kept', 'gone', 'dropped')), content TEXT NOT NULL
);
