-- 9 (compatible from 7): cases and their events, and what became of an outgoing text
-- The events are the truth. state to clocks repeat what follows from them at changed_at, for lists; until is when the
-- state ends by itself. Instants are RFC 3339 texts in UTC, empty where there is none; tags and clocks are JSON.
CREATE TABLE cases (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  customer TEXT NOT NULL DEFAULT '', order_number TEXT NOT NULL DEFAULT '',
  market TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',
  channel TEXT NOT NULL DEFAULT '', subject TEXT NOT NULL DEFAULT '',
  follows INTEGER, opened_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'new', until TEXT NOT NULL DEFAULT '',
  priority TEXT NOT NULL DEFAULT 'normal', assignee TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '[]',
  merged_into INTEGER, unanswered_since TEXT NOT NULL DEFAULT '', changed_at TEXT NOT NULL,
  clocks TEXT NOT NULL DEFAULT '',
  taken_by TEXT NOT NULL DEFAULT '', taken_until TEXT NOT NULL DEFAULT ''
);
CREATE INDEX cases_by_customer ON cases (customer, number);
CREATE INDEX cases_by_order ON cases (order_number, number) WHERE order_number <> '';
CREATE INDEX cases_by_state ON cases (state, number);
CREATE INDEX cases_by_change ON cases (changed_at);
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;

-- turn orders the events of one second. act is a random text that the events of one command share.
CREATE TABLE case_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number INTEGER NOT NULL, at TEXT NOT NULL, turn INTEGER NOT NULL DEFAULT 0,
  agent TEXT NOT NULL DEFAULT '', what TEXT NOT NULL,
  from_value TEXT NOT NULL DEFAULT '', to_value TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
  until TEXT NOT NULL DEFAULT '', interaction INTEGER, act TEXT NOT NULL DEFAULT ''
);
CREATE INDEX case_events_by_case ON case_events (number, at, turn);
CREATE INDEX case_events_by_time ON case_events (at, turn);
CREATE INDEX case_events_by_act ON case_events (act) WHERE act <> '';

-- state: of an outgoing text; attention: why a person must read an incoming one. Both are empty where nobody said.
ALTER TABLE interactions ADD COLUMN case_id INTEGER;
ALTER TABLE interactions ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN message_id TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN in_reply_to TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN attention TEXT NOT NULL DEFAULT '';
CREATE INDEX interactions_by_case ON interactions (case_id, at, id) WHERE case_id IS NOT NULL;
CREATE INDEX interactions_by_message_id ON interactions (message_id) WHERE message_id <> '';
CREATE INDEX case_events_by_interaction ON case_events (interaction) WHERE interaction IS NOT NULL;
