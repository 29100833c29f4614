-- 11 (compatible from 7): messages as they came
-- content is packed (zlib); size is that of the message in bytes.
CREATE TABLE raw_messages (interaction INTEGER PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL);
