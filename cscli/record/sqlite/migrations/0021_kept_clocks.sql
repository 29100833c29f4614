-- 21 (compatible from 7): clocks of cases that are over, so that measures need not read their events again
-- They follow from the events. A row was made of so many events of its case, up to the one with the id last_event, of
-- last_at, a UTC epoch second; where that is not so any more, or fold is another, nobody reads it. agents are names that
-- clocks names by their place, a JSON list. clocks are numbers of four bytes, see cscli/desk/measures/kept.py.
CREATE TABLE case_clocks (
  number INTEGER PRIMARY KEY, fold INTEGER NOT NULL, events INTEGER NOT NULL, last_event INTEGER NOT NULL,
  last_at INTEGER NOT NULL, agents TEXT NOT NULL, clocks BLOB NOT NULL
);
