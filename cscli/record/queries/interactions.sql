-- name: one
SELECT * FROM interactions WHERE id = :id;

-- name: count
SELECT count(*) AS n FROM interactions;

-- name: next_id
SELECT coalesce(max(seq), 0) + 1 AS id FROM sqlite_sequence WHERE name = 'interactions';

-- name: add
INSERT INTO interactions (id, indexed, at, direction, channel, customer, market, language, register, intent, variant,
  template_digest, "values", findings, subject, body, agent, agent_text, agent_language, engines, allowed, origin,
  case_id, state, message_id, in_reply_to, attention, wording, body_key)
VALUES (:id, :indexed, :at, :direction, :channel, :customer, :market, :language, :register, :intent, :variant,
  :template_digest, :values, :findings, :subject, :body, :agent, :agent_text, :agent_language, :engines, :allowed,
  :origin, :case_id, :state, :message_id, :in_reply_to, :attention, :wording, :body_key);

-- name: add (postgresql)
INSERT INTO interactions (at, direction, channel, customer, market, language, register, intent, variant,
  template_digest, "values", findings, subject, body, agent, agent_text, agent_language, engines, allowed, origin,
  case_id, state, message_id, in_reply_to, attention, wording, body_key, tokens)
VALUES (:at, :direction, :channel, :customer, :market, :language, :register, :intent, :variant,
  :template_digest, :values, :findings, :subject, :body, :agent, :agent_text, :agent_language, :engines, :allowed,
  :origin, :case_id, :state, :message_id, :in_reply_to, :attention, :wording, :body_key,
  array_to_tsvector(array_remove(string_to_array(:tokens, ' '), '')))
ON CONFLICT DO NOTHING RETURNING id;

-- name: of_run
SELECT id, origin FROM interactions WHERE origin >= :first AND origin < :last;

-- name: remove
DELETE FROM interactions WHERE id = :id;

-- name: set_state
UPDATE interactions SET state = :state WHERE id = :id;

-- name: one_body
SELECT body, body_key FROM interactions WHERE id = :id;

-- name: of_origin
SELECT id, case_id FROM interactions WHERE origin = :origin;

-- name: of_message_id
SELECT * FROM interactions WHERE message_id = :message_id ORDER BY id LIMIT 1;

-- name: ids_of_origins
SELECT origin, id FROM interactions WHERE origin IN (:origins);
