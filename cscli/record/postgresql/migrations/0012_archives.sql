-- 12 (compatible from 7): cases that came out of an archive
-- origin is the thread of the archive that a case was made of, so that a second import finds it; NULL for all others.
-- An event that an import wrote is no act of an agent: its act is empty.
ALTER TABLE cases ADD COLUMN origin TEXT COLLATE "C";
CREATE UNIQUE INDEX cases_by_origin ON cases (origin) WHERE origin IS NOT NULL;
CREATE INDEX case_events_by_agent ON case_events (agent, id) WHERE act <> '';
