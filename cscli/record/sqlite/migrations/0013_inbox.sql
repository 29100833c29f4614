-- 13 (compatible from 7): mail that was fetched from servers, and what delivery reports said
-- account is USER@HOST or USER@HOST:PORT. settled: every mail of the folder up to this uid was looked at, for one
-- uidvalidity; another one starts again. failure is why the newest fetch ended early, empty when it did not. Instants
-- are RFC 3339.
CREATE TABLE inbox_folders (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, folder TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0,
  fetched_at TEXT NOT NULL DEFAULT '', failed_at TEXT NOT NULL DEFAULT '', failure TEXT NOT NULL DEFAULT '',
  UNIQUE (account, folder)
);

-- state: new, known (recorded before), robot or refused; reason says why it was refused.
CREATE TABLE fetched_mails (
  folder INTEGER NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL,
  message_id TEXT NOT NULL DEFAULT '', interaction INTEGER, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL, PRIMARY KEY (folder, uidvalidity, uid)
);
CREATE INDEX fetched_mails_refused ON fetched_mails (folder, uidvalidity, uid) WHERE state = 'refused';

-- What the newest delivery report said of a mail that a server took, and the interaction that the report is.
ALTER TABLE deliveries ADD COLUMN report TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN reported_at TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN reported_in INTEGER;
CREATE INDEX deliveries_reported ON deliveries (reported_at) WHERE reported_at <> '';
CREATE INDEX deliveries_by_recipient ON deliveries (recipient);

-- Since when mail to an address comes back, and what the report said; both empty for an address that works.
ALTER TABLE contacts ADD COLUMN undeliverable_at TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN undeliverable TEXT NOT NULL DEFAULT '';
CREATE INDEX contacts_undeliverable ON contacts (kind, address) WHERE undeliverable_at <> '';
