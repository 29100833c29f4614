-- 6 (compatible from 6, rewrites): origins, contacts, and a search index that any program may write beside
-- The index was filled by triggers that called a function of this program. Now the program computes the tokens itself.
-- "indexed" is 0 for a row that another program added or changed; the next search takes it into the index.
DROP TRIGGER interactions_added;
DROP TRIGGER interactions_removed;
DROP TRIGGER interactions_changed;
DROP TABLE interactions_text;
ALTER TABLE interactions DROP COLUMN said;
ALTER TABLE interactions ADD COLUMN origin TEXT;
ALTER TABLE interactions ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX interactions_by_origin ON interactions (origin) WHERE origin IS NOT NULL;
CREATE INDEX interactions_unindexed ON interactions (id) WHERE indexed = 0;
CREATE TRIGGER interactions_changed AFTER UPDATE OF
  at, direction, channel, customer, market, language, intent, "values", subject, body, agent, agent_text ON interactions
BEGIN
  UPDATE interactions SET indexed = 0 WHERE id = new.id;
END;
CREATE VIRTUAL TABLE interactions_search
USING fts5 (tokens, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

-- the addresses of customers, several each. address is normalised by the program: one address has one owner.
CREATE TABLE contacts (
  kind TEXT NOT NULL, address TEXT NOT NULL, customer TEXT NOT NULL,
  PRIMARY KEY (kind, address)
) WITHOUT ROWID;
CREATE INDEX contacts_by_customer ON contacts (customer);
INSERT OR IGNORE INTO contacts SELECT 'email', lower(trim(email)), key FROM customers
WHERE trim(email) <> '' ORDER BY created_at, key;
INSERT OR IGNORE INTO contacts
SELECT 'phone', CASE WHEN digits LIKE '00%' THEN '+' || substr(digits, 3) ELSE digits END, key FROM (
  SELECT replace(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', '')
    AS digits, key, created_at FROM customers
) WHERE digits <> '' AND digits NOT GLOB '*[^0-9+]*' ORDER BY created_at, key;

CREATE TABLE record_format (version INTEGER NOT NULL, compatible_from INTEGER NOT NULL);
INSERT INTO record_format VALUES (0, 0);
