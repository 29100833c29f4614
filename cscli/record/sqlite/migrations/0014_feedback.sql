-- 14 (compatible from 7): surveys that customers were sent, and what they answered
-- A case has one survey of each kind; agent is who answered it last. interaction is the text that asks.
CREATE TABLE surveys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_number INTEGER NOT NULL, kind TEXT NOT NULL, customer TEXT NOT NULL DEFAULT '',
  market TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', channel TEXT NOT NULL DEFAULT '',
  agent TEXT NOT NULL DEFAULT '', asked_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  interaction INTEGER NOT NULL, token TEXT NOT NULL
);
CREATE UNIQUE INDEX surveys_by_case ON surveys (case_number, kind);
CREATE UNIQUE INDEX surveys_by_token ON surveys (token);
CREATE INDEX surveys_by_interaction ON surveys (interaction);
CREATE INDEX surveys_by_customer ON surveys (customer, asked_at);
CREATE INDEX surveys_by_time ON surveys (asked_at);

-- origin says what a rating answers or where it came from; a later one of the same origin takes its place.
-- came is hand, import or mail; interaction is the customer's message. translation is of the comment, made by engine.
-- body_key is the id of the key with which both are encrypted; empty where they are not.
CREATE TABLE ratings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  origin TEXT NOT NULL, survey INTEGER, case_number INTEGER, interaction INTEGER,
  kind TEXT NOT NULL, score INTEGER NOT NULL, customer TEXT NOT NULL DEFAULT '',
  market TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', channel TEXT NOT NULL DEFAULT '',
  agent TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '',
  translation TEXT NOT NULL DEFAULT '', translation_language TEXT NOT NULL DEFAULT '',
  engine TEXT NOT NULL DEFAULT '', answered_at TEXT NOT NULL, came TEXT NOT NULL,
  kept_by TEXT NOT NULL DEFAULT '', body_key TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX ratings_by_origin ON ratings (origin);
CREATE INDEX ratings_by_time ON ratings (answered_at);
CREATE INDEX ratings_by_survey ON ratings (survey) WHERE survey IS NOT NULL;
CREATE INDEX ratings_by_case ON ratings (case_number) WHERE case_number IS NOT NULL;
CREATE INDEX ratings_by_customer ON ratings (customer, answered_at);
