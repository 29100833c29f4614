-- name: folder
SELECT * FROM inbox_folders WHERE account = :account AND folder = :folder;

-- name: add_folder
INSERT INTO inbox_folders (account, folder) VALUES (:account, :folder) ON CONFLICT DO NOTHING;

-- name: open_folder
UPDATE inbox_folders SET settled = CASE WHEN uidvalidity = :uidvalidity THEN settled ELSE 0 END,
  uidvalidity = :uidvalidity
WHERE account = :account AND folder = :folder;

-- name: settle
UPDATE inbox_folders SET settled = :settled WHERE id = :folder AND uidvalidity = :uidvalidity AND settled < :settled;

-- name: fetched
UPDATE inbox_folders SET fetched_at = :at, failed_at = '', failure = '' WHERE account = :account AND folder = :folder;

-- name: failed
UPDATE inbox_folders SET failed_at = :at, failure = :failure WHERE account = :account AND folder = :folder;

-- name: add
INSERT INTO fetched_mails (folder, uidvalidity, uid, message_id, interaction, state, reason, at)
VALUES (:folder, :uidvalidity, :uid, :message_id, :interaction, :state, :reason, :at)
ON CONFLICT (folder, uidvalidity, uid) DO UPDATE SET interaction = excluded.interaction, state = excluded.state,
  reason = excluded.reason, at = excluded.at
WHERE fetched_mails.state = 'refused';

-- name: known
SELECT uid FROM fetched_mails
WHERE folder = :folder AND uidvalidity = :uidvalidity AND uid BETWEEN :first AND :last;

-- name: refused
SELECT inbox_folders.account, inbox_folders.folder, fetched_mails.uidvalidity, fetched_mails.uid,
  fetched_mails.message_id, fetched_mails.reason, fetched_mails.at
FROM fetched_mails JOIN inbox_folders ON inbox_folders.id = fetched_mails.folder
  AND inbox_folders.uidvalidity = fetched_mails.uidvalidity
WHERE fetched_mails.state = 'refused' ORDER BY fetched_mails.folder, fetched_mails.uid LIMIT :most;

-- name: refused_uids
SELECT uid FROM fetched_mails
WHERE folder = :folder AND uidvalidity = :uidvalidity AND state = 'refused' ORDER BY uid LIMIT :most;

-- name: folders
SELECT * FROM inbox_folders ORDER BY account, folder;

-- name: counts
SELECT folder, state, count(*) AS n FROM fetched_mails GROUP BY folder, state;
