-- name: add
INSERT INTO deliveries (interaction, sender, recipient, message_id, reference_ids, state, not_before)
VALUES (:interaction, :sender, :recipient, :message_id, :reference_ids, :state, :not_before);

-- name: one
SELECT * FROM deliveries WHERE interaction = :interaction;

-- name: by_message_id
SELECT * FROM deliveries WHERE message_id = :message_id;

-- name: unsettled
SELECT * FROM (
  SELECT * FROM deliveries
  WHERE state IN ('held', 'queued', 'sending', 'deferred', 'unknown', 'refused') AND recipient <> ''
  UNION ALL
  SELECT * FROM deliveries
  WHERE reported_at <> '' AND reported_at >= :delayed_since AND state = 'sent' AND report LIKE 'delayed:%'
) AS waiting ORDER BY not_before, interaction LIMIT :most;

-- name: due
SELECT * FROM deliveries WHERE state IN ('held', 'queued', 'deferred') AND not_before <= :now
ORDER BY not_before, interaction LIMIT :most;

-- name: sending
SELECT * FROM deliveries WHERE state = 'sending';

-- name: claim
UPDATE deliveries SET state = 'sending', attempts = attempts + 1, tried_at = :now, holder = :holder, report = '',
  reported_at = '', reported_in = NULL
WHERE interaction = :interaction AND state IN ('held', 'queued', 'deferred') AND not_before <= :now;

-- name: settle
UPDATE deliveries SET state = :state, not_before = :not_before, holder = '', code = :code, enhanced = :enhanced,
  said = :said, queue_id = :queue_id
WHERE interaction = :interaction AND state = 'sending' AND holder = :holder;

-- name: change
UPDATE deliveries SET state = :state, not_before = :not_before
WHERE interaction = :interaction AND state = :was;

-- name: sent_to
SELECT deliveries.*, interactions.subject, interactions.at FROM deliveries JOIN interactions ON interactions.id = deliveries.interaction
WHERE deliveries.recipient = :recipient AND deliveries.state IN ('sent', 'unknown')
ORDER BY deliveries.interaction DESC LIMIT :most;

-- name: refuse
UPDATE deliveries SET state = 'refused', holder = '', enhanced = :enhanced, said = :said, report = :report,
  reported_at = :reported_at, reported_in = :reported_in
WHERE interaction = :interaction AND state IN ('sent', 'sending', 'unknown');

-- name: note_report
UPDATE deliveries SET report = :report, reported_at = :reported_at, reported_in = :reported_in
WHERE interaction = :interaction AND state IN ('sent', 'sending', 'unknown');

-- name: confirm
UPDATE deliveries SET state = 'sent' WHERE interaction = :interaction AND state = 'unknown';
