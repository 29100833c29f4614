-- name: add
INSERT INTO cases (customer, order_number, market, language, channel, subject, follows, opened_at, changed_at)
VALUES (:customer, :order_number, :market, :language, :channel, :subject, :follows, :at, :at) RETURNING number;

-- name: one
SELECT * FROM cases WHERE number = :number;

-- name: lock
SELECT number FROM cases WHERE number = :number;

-- name: lock (postgresql)
SELECT number FROM cases WHERE number = :number FOR UPDATE;

-- name: keep_state
UPDATE cases SET state = :state, until = :until, priority = :priority, assignee = :assignee, tags = :tags,
  merged_into = :merged_into, unanswered_since = :unanswered_since, opened_at = :opened_at,
  changed_at = :changed_at, clocks = :clocks
WHERE number = :number;

-- name: add_event
INSERT INTO case_events (number, at, turn, agent, what, from_value, to_value, reason, until, interaction, act)
VALUES (:number, :at, :turn, :agent, :what, :from_value, :to_value, :reason, :until, :interaction, :act);

-- name: last_turn
SELECT coalesce(max(turn), 0) AS turn FROM case_events WHERE at = :at;

-- name: events
WITH RECURSIVE family (number) AS (
  SELECT CAST(:number AS BIGINT)
  UNION SELECT cases.number FROM family CROSS JOIN cases WHERE cases.merged_into = family.number
)
SELECT case_events.* FROM family CROSS JOIN case_events WHERE case_events.number = family.number ORDER BY at, turn, id;

-- name: of_act
SELECT * FROM case_events WHERE act = :act ORDER BY id;

-- name: remove_event
DELETE FROM case_events WHERE id = :id;

-- name: remove
DELETE FROM cases WHERE number = :number;

-- name: take
UPDATE cases SET taken_by = :agent, taken_until = :until
WHERE number = :number AND (taken_by IN ('', :agent) OR taken_until <= :now);

-- name: said
WITH RECURSIVE family (number) AS (
  SELECT CAST(:number AS BIGINT)
  UNION SELECT cases.number FROM family CROSS JOIN cases WHERE cases.merged_into = family.number
)
SELECT interactions.* FROM family CROSS JOIN interactions WHERE interactions.case_id = family.number ORDER BY at, id;

-- name: move_interaction
UPDATE interactions SET case_id = :number WHERE id = :interaction;

-- name: of_customer
SELECT * FROM cases WHERE customer = :customer AND merged_into IS NULL ORDER BY number DESC LIMIT :most;

-- name: of_order
SELECT * FROM cases WHERE order_number = :order_number AND merged_into IS NULL ORDER BY number DESC LIMIT :most;

-- name: of_interaction
SELECT * FROM case_events WHERE interaction = :interaction ORDER BY id;

-- name: newest_of_agent
SELECT * FROM case_events WHERE agent = :agent AND act <> '' ORDER BY id DESC LIMIT :most;

-- name: resolved_since
SELECT DISTINCT number FROM case_events WHERE at >= :since AND what IN ('resolved', 'closed') ORDER BY number;

-- name: first_heard
WITH RECURSIVE family (number) AS (
  SELECT CAST(:number AS BIGINT)
  UNION SELECT cases.number FROM family CROSS JOIN cases WHERE cases.merged_into = family.number
)
SELECT interactions.id FROM family CROSS JOIN interactions
WHERE interactions.case_id = family.number AND direction = 'in' LIMIT 1;

-- name: outside
SELECT number FROM cases WHERE state IN ('merged', 'spam');

-- name: merged_into_others
SELECT DISTINCT merged_into AS number FROM cases WHERE merged_into IS NOT NULL;

-- name: of_numbers
SELECT * FROM cases WHERE number IN (:numbers);

-- name: silent
SELECT number FROM cases WHERE number IN (:numbers)
  AND NOT EXISTS (SELECT 1 FROM interactions WHERE case_id = cases.number AND direction = 'in');

-- name: merged_into
SELECT number, merged_into FROM cases WHERE merged_into IN (:numbers);
