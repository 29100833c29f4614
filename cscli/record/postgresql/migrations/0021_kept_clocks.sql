-- 21 (compatible from 7): clocks of cases that are over, so that measures need not read their events again
-- They follow from the events. A row was made of so many events of its case, up to the one with the id last_event, of
-- last_at, a UTC epoch second; where that is not so any more, or fold is another, nobody reads it. agents are names that
-- clocks names by their place, a JSON list. clocks are numbers of four bytes, see cscli/desk/measures/kept.py.
CREATE TABLE case_clocks (
  number BIGINT PRIMARY KEY, fold BIGINT NOT NULL, events BIGINT NOT NULL, last_event BIGINT NOT NULL,
  last_at BIGINT NOT NULL, agents TEXT NOT NULL, clocks BYTEA NOT NULL
);
-- A team that has roles need not make them again: reports read this table.
DO $$ DECLARE desk_role name; BEGIN
  FOR desk_role IN SELECT rolname FROM pg_roles WHERE rolname IN ('desk_reader', 'desk_agent', 'desk_lead') LOOP
    EXECUTE format('GRANT %s ON case_clocks TO %I', CASE desk_role
      WHEN 'desk_reader' THEN 'SELECT'
      WHEN 'desk_agent' THEN 'SELECT, INSERT, UPDATE'
      ELSE 'SELECT, INSERT, UPDATE, DELETE'
    END, desk_role);
  END LOOP;
END $$;
