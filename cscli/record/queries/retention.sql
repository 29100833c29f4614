-- name: raw_messages
SELECT count(*) AS n FROM raw_messages JOIN interactions ON interactions.id = raw_messages.interaction
WHERE interactions.at < :before;

-- name: remove_raw_messages
DELETE FROM raw_messages WHERE interaction IN (SELECT id FROM interactions WHERE at < :before);

-- name: interactions
SELECT id FROM interactions WHERE at < :before
  AND (body <> '' OR subject <> '' OR agent_text <> '' OR "values" <> ''
    OR EXISTS (SELECT 1 FROM raw_messages WHERE interaction = interactions.id))
  AND (case_id IS NULL OR case_id NOT IN
    (SELECT number FROM cases WHERE state IN ('new', 'open', 'waiting', 'held', 'snoozed')))
ORDER BY id;

-- name: empty_interaction
UPDATE interactions SET body = '', subject = '', agent_text = '', "values" = '', findings = '', body_key = ''
WHERE id = :id;

-- name: remove_raw_message
DELETE FROM raw_messages WHERE interaction = :id;

-- name: comments
SELECT id FROM ratings WHERE answered_at < :before AND (comment <> '' OR translation <> '')
  AND NOT EXISTS (SELECT 1 FROM cases WHERE state IN ('new', 'open', 'waiting', 'held', 'snoozed') AND number
    IN (ratings.case_number, (SELECT case_id FROM interactions WHERE interactions.id = ratings.interaction)))
ORDER BY id;

-- name: empty_comment
UPDATE ratings SET comment = '', translation = '', body_key = '' WHERE id = :id;

-- name: empty_subject
UPDATE cases SET subject = '' WHERE number = (SELECT case_id FROM interactions WHERE id = :id)
  AND NOT EXISTS (SELECT 1 FROM interactions WHERE case_id = cases.number AND (body <> '' OR subject <> ''));

-- name: customers
SELECT key FROM customers WHERE created_at < :before AND substr(key, 1, 10) <> 'forgotten-'
  AND NOT EXISTS (SELECT 1 FROM interactions WHERE customer = customers.key AND at >= :before)
  AND NOT EXISTS (SELECT 1 FROM orders WHERE customer = customers.key
    AND CASE WHEN placed = '' THEN created_at ELSE placed END >= :before)
  AND NOT EXISTS (SELECT 1 FROM cases WHERE customer = customers.key
    AND (opened_at >= :before OR state IN ('new', 'open', 'waiting', 'held', 'snoozed')))
ORDER BY key;

-- name: with_orders
SELECT DISTINCT customer FROM orders WHERE CASE WHEN placed = '' THEN created_at ELSE placed END >= :before;
