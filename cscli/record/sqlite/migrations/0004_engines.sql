-- 4 (compatible from 4): engines that saw a text; consents and pauses
-- which engines saw a text, what it was translated from, who agreed to send texts where, and who is left alone for now
ALTER TABLE interactions ADD COLUMN agent_text TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN agent_language TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN engines TEXT NOT NULL DEFAULT '[]';
ALTER TABLE interactions ADD COLUMN allowed TEXT NOT NULL DEFAULT '[]';

DROP TRIGGER interactions_added;
DROP TRIGGER interactions_changed;
CREATE TRIGGER interactions_added AFTER INSERT ON interactions BEGIN
  INSERT INTO interactions_text (rowid, folded)
  VALUES (new.id, folded(new.subject, new.body, new.customer, new.said, new.agent_text));
END;
CREATE TRIGGER interactions_changed AFTER UPDATE ON interactions BEGIN
  UPDATE interactions_text SET folded = folded(new.subject, new.body, new.customer, new.said, new.agent_text)
  WHERE rowid = new.id;
END;

CREATE TABLE engine_consents (
  engine TEXT NOT NULL, host TEXT NOT NULL, agent TEXT NOT NULL DEFAULT '', at TEXT NOT NULL,
  PRIMARY KEY (engine, host)
) WITHOUT ROWID;

CREATE TABLE engine_pauses (
  engine TEXT PRIMARY KEY, failures INTEGER NOT NULL, until TEXT NOT NULL, reason TEXT NOT NULL
) WITHOUT ROWID;
