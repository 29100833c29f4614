-- 16 (compatible from 7): texts encrypted at rest
-- As in SQLite.
ALTER TABLE interactions ADD COLUMN body_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE raw_messages ADD COLUMN body_key TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX interactions_encrypted ON interactions (body_key, id) WHERE body_key <> '';
