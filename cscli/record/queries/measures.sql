-- name: newest
SELECT max(number) FROM cases;

-- name: cases
SELECT cases.number, customer, order_number, market, language, channel, priority, assignee, tags,
  case_clocks.agents, case_clocks.clocks
FROM cases LEFT JOIN case_clocks ON case_clocks.number = cases.number AND fold = :fold AND last_at <= :now
  AND (events, last_event) = (SELECT count(*), max(id) FROM case_events WHERE case_events.number = cases.number)
WHERE cases.number IN (
  SELECT number FROM cases WHERE changed_at >= :since AND opened_at < :until
  UNION SELECT number FROM cases WHERE state IN ('new', 'open', 'waiting', 'held', 'snoozed') AND opened_at < :until
) ORDER BY cases.number;

-- name: events
SELECT id, number, second_of(at), what, agent, from_value, to_value, reason, second_of(until), interaction, turn
FROM case_events WHERE number IN (:numbers) ORDER BY number, at, turn, id;

-- name: keep_clocks
INSERT INTO case_clocks (number, fold, events, last_event, last_at, agents, clocks)
VALUES (:number, :fold, :events, :last_event, :last_at, :agents, :clocks)
ON CONFLICT (number) DO UPDATE SET fold = excluded.fold, events = excluded.events, last_event = excluded.last_event,
  last_at = excluded.last_at, agents = excluded.agents, clocks = excluded.clocks;

-- name: handed_over
SELECT number, reason FROM case_events WHERE number IN (:numbers) AND what = 'handed-over' AND at <= :now
ORDER BY number, at, turn, id;

-- name: merged
SELECT number, merged_into FROM cases WHERE merged_into IS NOT NULL;

-- name: spam
SELECT number FROM cases WHERE state = 'spam';

-- name: intents
SELECT case_id, intent FROM interactions WHERE intent <> '' AND case_id IN (
  SELECT number FROM cases WHERE changed_at >= :since AND opened_at < :until
  UNION SELECT number FROM cases WHERE state IN ('new', 'open', 'waiting', 'held', 'snoozed') AND opened_at < :until
) ORDER BY case_id, at, id;

-- name: orders
SELECT CASE WHEN length(placed) > 10 THEN second_of(placed) END, placed, customer, market, status
FROM orders WHERE placed >= :since AND placed < :until;

-- name: interactions
SELECT second_of(at), case_id, json_array(direction, channel, market, language, intent, variant, agent, engines,
  template_digest <> '', wording, state, attention)
FROM interactions WHERE at >= :since AND at < :until;

-- name: interactions (postgresql)
SELECT second_of(at), case_id, CAST(json_build_array(direction, channel, market, language, intent, variant, agent,
  engines, template_digest <> '', wording, state, attention) AS TEXT)
FROM interactions WHERE at >= :since AND at < :until;
