-- 15 (compatible from 7): what customers agreed to, who was forgotten, and who read, changed, exported or erased
-- Each row of consents is one statement of a customer, given (1) or withdrawn (0); the newest of a channel and purpose
-- holds. Instants are RFC 3339 texts in UTC.
CREATE TABLE consents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, customer TEXT NOT NULL, channel TEXT NOT NULL, purpose TEXT NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  source TEXT NOT NULL DEFAULT '', agent TEXT NOT NULL DEFAULT ''
);
CREATE INDEX consents_by_customer ON consents (customer, id);
CREATE INDEX consents_by_purpose ON consents (purpose);

-- digest is the HMAC-SHA-256 of kind and value under the key "forgotten" of desk_keys; at is when they were forgotten.
CREATE TABLE forgotten (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32), at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE desk_keys (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- subject is the key of the customer that it is about, or empty; detail holds no personal data.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, agent TEXT NOT NULL DEFAULT '', what TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_by_subject ON audit (subject, id) WHERE subject <> '';
