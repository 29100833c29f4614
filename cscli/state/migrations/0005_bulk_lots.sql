-- 5 (compatible from 5): what became of the rows of bulk runs in lots, in place of a row for each
-- first is the number of the first row of a lot, the others follow it. statuses has a letter for each row (done,
-- rejected, skipped); keys has 16 bytes for each, zeros where there is no key; digests are in hexadecimal, with commas
-- between.
CREATE TABLE bulk_lots (
  run INTEGER NOT NULL, first INTEGER NOT NULL,
  statuses TEXT NOT NULL CHECK (statuses NOT GLOB '*[^drs]*'),
  keys BLOB NOT NULL CHECK (length(keys) = 16 * length(statuses)),
  digests TEXT NOT NULL,
  PRIMARY KEY (run, first)
);
INSERT INTO bulk_lots (run, first, statuses, keys, digests)
  SELECT run, number, substr(status, 1, 1), CASE key WHEN x'' THEN zeroblob(16) ELSE key END, lower(hex(digest))
  FROM bulk_entries ORDER BY run, number;
DROP TABLE bulk_entries;
