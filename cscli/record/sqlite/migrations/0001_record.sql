-- 1 (compatible from 1): customers and interactions, with a search index over what was said
-- customers and interactions, with a search index over what was said
CREATE TABLE customers (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL DEFAULT '', given TEXT NOT NULL DEFAULT '', family TEXT NOT NULL DEFAULT '',
  honorific TEXT NOT NULL DEFAULT '', vocative TEXT NOT NULL DEFAULT '', patronymic TEXT NOT NULL DEFAULT '',
  gender TEXT NOT NULL DEFAULT 'unknown',
  market TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', zone TEXT NOT NULL DEFAULT '',
  channel TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE interactions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'note')),
  channel TEXT NOT NULL,
  customer TEXT NOT NULL DEFAULT '',
  market TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', register TEXT NOT NULL DEFAULT '',
  intent TEXT NOT NULL DEFAULT '', variant TEXT NOT NULL DEFAULT '[]',
  template_digest TEXT NOT NULL DEFAULT '', "values" TEXT NOT NULL DEFAULT '{}', findings TEXT NOT NULL DEFAULT '[]',
  subject TEXT NOT NULL DEFAULT '', body TEXT NOT NULL,
  agent TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT ''  -- the texts of the values, for search
);
CREATE INDEX interactions_by_customer ON interactions (customer, id);
CREATE INDEX interactions_by_time ON interactions (at, id);

-- what was said, with capitals folded by the program (folded() is a function of desk/database/record.py)
CREATE VIRTUAL TABLE interactions_text USING fts5 (folded, tokenize = 'trigram');
CREATE TRIGGER interactions_added AFTER INSERT ON interactions BEGIN
  INSERT INTO interactions_text (rowid, folded)
  VALUES (new.id, folded(new.subject, new.body, new.customer, new.said));
END;
CREATE TRIGGER interactions_removed AFTER DELETE ON interactions BEGIN
  DELETE FROM interactions_text WHERE rowid = old.id;
END;
CREATE TRIGGER interactions_changed AFTER UPDATE ON interactions BEGIN
  UPDATE interactions_text SET folded = folded(new.subject, new.body, new.customer, new.said) WHERE rowid = new.id;
END;
