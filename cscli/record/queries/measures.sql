-- name: cases
SELECT number, customer, order_number, market, language, channel, merged_into
FROM cases WHERE changed_at >= :since AND opened_at < :until
UNION
SELECT number, customer, order_number, market, language, channel, merged_into
FROM cases WHERE state IN ('new', 'open', 'waiting', 'held', 'snoozed') AND opened_at < :until;

-- name: events
SELECT number, second_of(at), what, agent, from_value, to_value, reason, second_of(until), interaction, turn
FROM case_events WHERE number IN (
  SELECT number FROM cases WHERE changed_at >= :since AND opened_at < :until
  UNION SELECT number FROM cases WHERE state IN ('new', 'open', 'waiting', 'held', 'snoozed') AND opened_at < :until
) ORDER BY number, at, turn, id;

-- name: events_of
SELECT number, second_of(at), what, agent, from_value, to_value, reason, second_of(until), interaction, turn
FROM case_events WHERE number = :number;

-- name: merged
SELECT number, customer, order_number, market, language, channel, merged_into FROM cases WHERE merged_into IS NOT NULL;

-- name: spam
SELECT number FROM cases WHERE state = 'spam';

-- name: intents
SELECT case_id, intent FROM interactions WHERE intent <> '' AND case_id IN (
  SELECT number FROM cases WHERE changed_at >= :since AND opened_at < :until
  UNION SELECT number FROM cases WHERE state IN ('new', 'open', 'waiting', 'held', 'snoozed') AND opened_at < :until
) ORDER BY case_id, at, id;

-- name: orders
SELECT placed, customer, market, status FROM orders WHERE placed >= :since AND placed < :until;

-- name: interactions
SELECT second_of(at), direction, channel, market, language, intent, variant, agent, engines, template_digest <> '',
  wording, case_id, state, attention
FROM interactions WHERE at >= :since AND at < :until;
