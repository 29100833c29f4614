-- 4 (compatible from 1): digests of people who were forgotten, so that an older copy of a record can be made to forget again
-- record is the address of the record; key is that of its digests, at an RFC 3339 instant.
CREATE TABLE forgotten (
  record TEXT NOT NULL, key BLOB NOT NULL, digest BLOB NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (record, key, digest)
) WITHOUT ROWID;
