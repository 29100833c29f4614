-- 16 (compatible from 7): texts encrypted at rest
-- body_key is the id of the key with which the texts of the row are encrypted; empty where they are not.
ALTER TABLE interactions ADD COLUMN body_key TEXT NOT NULL DEFAULT '';
ALTER TABLE raw_messages ADD COLUMN body_key TEXT NOT NULL DEFAULT '';
CREATE INDEX interactions_encrypted ON interactions (body_key, id) WHERE body_key <> '';
