-- 17 (compatible from 7): whether a reply left as it was composed
-- wording is kept or edited for a reply that was composed from a text, and empty where nobody said.
ALTER TABLE interactions ADD COLUMN wording TEXT NOT NULL DEFAULT '';
