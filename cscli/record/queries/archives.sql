-- name: lock
SELECT 1;

-- name: lock (postgresql)
SELECT pg_advisory_xact_lock(7163384);

-- name: case_numbers
SELECT coalesce(max(seq), 0) + 1 AS number FROM sqlite_sequence WHERE name = 'cases';

-- name: case_numbers (postgresql)
SELECT nextval(pg_get_serial_sequence('cases', 'number')) AS number FROM generate_series(1, :many);

-- name: add_case
INSERT INTO cases (number, customer, order_number, market, language, channel, subject, follows, opened_at, state, until,
  priority, assignee, tags, merged_into, unanswered_since, changed_at, clocks, origin)
VALUES (:number, :customer, :order_number, :market, :language, :channel, :subject, :follows, :opened_at, :state, :until,
  :priority, :assignee, :tags, :merged_into, :unanswered_since, :changed_at, :clocks, :origin);

-- name: page
SELECT interactions.*, cases.origin AS case_origin, cases.state AS case_state, cases.until AS case_until,
  cases.opened_at AS case_opened_at, cases.customer AS case_customer, cases.priority AS case_priority,
  cases.assignee AS case_assignee, cases.tags AS case_tags, cases.order_number AS case_order_number
FROM interactions LEFT JOIN cases ON cases.number = interactions.case_id
WHERE (interactions.at, interactions.id) > (:at, :id) AND interactions.at < :until
  AND (:customer = '' OR interactions.customer = :customer)
ORDER BY interactions.at, interactions.id LIMIT :most;

-- name: messages
SELECT origin, id, case_id FROM interactions WHERE origin IN (:origins);

-- name: texts
SELECT id, at, direction, body, case_id, body_key FROM interactions WHERE id IN (:ids);

-- name: mails
SELECT message_id, id, case_id FROM interactions WHERE message_id <> '' AND message_id IN (:message_ids);

-- name: threads
SELECT origin, number FROM cases WHERE origin IN (:origins);

-- name: events
SELECT * FROM case_events WHERE number IN (:numbers);

-- name: numbers_of_events
SELECT number, count(*) FROM case_events WHERE number IN (:numbers) GROUP BY number;

-- name: outline
SELECT * FROM case_events WHERE number = :number AND (
  what NOT IN ('message', 'reply', 'note')
  OR id IN (
    SELECT id FROM (
      SELECT id FROM case_events WHERE number = :number AND what IN ('message', 'reply', 'note')
      ORDER BY at, turn, id LIMIT 1
    ) AS first
    UNION ALL SELECT id FROM (
      SELECT id FROM case_events WHERE number = :number AND what IN ('message', 'reply', 'note')
      ORDER BY at DESC, turn DESC, id DESC LIMIT 1
    ) AS last
    UNION ALL SELECT id FROM (
      SELECT id FROM case_events WHERE number = :number AND what IN ('message', 'reply')
      ORDER BY at DESC, turn DESC, id DESC LIMIT 1
    ) AS last_to_or_from_the_customer
    UNION ALL SELECT id FROM (
      SELECT id FROM case_events WHERE number = :number AND act <> '' LIMIT 1
    ) AS of_an_agent
  )
);

-- name: last_turns
SELECT * FROM case_events AS event WHERE number = :number AND at IN (:seconds)
  AND what IN ('message', 'reply', 'note') AND turn = (
    SELECT max(turn) FROM case_events
    WHERE number = :number AND at = event.at AND what IN ('message', 'reply', 'note')
  );

-- name: cases_of_mails
SELECT message_id, case_id FROM interactions
WHERE case_id IS NOT NULL AND message_id <> '' AND message_id IN (:message_ids);
