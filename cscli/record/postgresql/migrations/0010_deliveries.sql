-- 10 (compatible from 7): mails on their way to customers
-- One row for each outgoing text that is sent by mail. not_before is when it may be tried (next); holder says who is
-- trying it, as HOST:PID. code to queue_id are what the server said last. reference_ids is JSON, oldest first.
CREATE TABLE deliveries (
  interaction BIGINT PRIMARY KEY,
  sender TEXT NOT NULL, recipient TEXT NOT NULL, message_id TEXT COLLATE "C" NOT NULL,
  reference_ids TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL, not_before TEXT COLLATE "C" NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  holder TEXT NOT NULL DEFAULT '', tried_at TEXT COLLATE "C" NOT NULL DEFAULT '',
  code INTEGER NOT NULL DEFAULT 0, enhanced TEXT NOT NULL DEFAULT '', said TEXT NOT NULL DEFAULT '',
  queue_id TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX deliveries_by_message_id ON deliveries (message_id);
CREATE INDEX deliveries_by_state ON deliveries (state, not_before);
