-- name: put
INSERT INTO surveys (case_number, kind, customer, market, language, channel, agent, asked_at, expires_at, interaction, token)
VALUES (:case_number, :kind, :customer, :market, :language, :channel, :agent, :asked_at, :expires_at, :interaction, :token)
ON CONFLICT (case_number, kind) DO UPDATE SET customer = excluded.customer, market = excluded.market,
  language = excluded.language, channel = excluded.channel, agent = excluded.agent, asked_at = excluded.asked_at,
  expires_at = excluded.expires_at, interaction = excluded.interaction, token = excluded.token
RETURNING id;

-- name: remove_unanswered
DELETE FROM surveys
WHERE interaction = :interaction AND NOT EXISTS (SELECT 1 FROM ratings WHERE ratings.survey = surveys.id);

-- name: is_asked
SELECT surveys.id FROM surveys JOIN interactions ON interactions.id = surveys.interaction
WHERE surveys.case_number = :case_number AND surveys.kind = :kind AND interactions.state NOT IN ('draft', 'refused', '');

-- name: of_case
SELECT surveys.*, interactions.state FROM surveys LEFT JOIN interactions ON interactions.id = surveys.interaction
WHERE surveys.case_number = :case_number ORDER BY surveys.id;

-- name: of_token
SELECT surveys.*, interactions.state FROM surveys LEFT JOIN interactions ON interactions.id = surveys.interaction
WHERE surveys.token = :token;

-- name: of_message_id
SELECT surveys.*, interactions.state FROM interactions JOIN surveys ON surveys.interaction = interactions.id
WHERE interactions.message_id = :message_id;

-- name: of_customer
SELECT surveys.*, interactions.state FROM surveys LEFT JOIN interactions ON interactions.id = surveys.interaction
WHERE surveys.customer = :customer ORDER BY surveys.asked_at DESC, surveys.id DESC LIMIT :most;

-- name: asked
SELECT surveys.*, interactions.state FROM surveys LEFT JOIN interactions ON interactions.id = surveys.interaction
WHERE surveys.asked_at >= :since AND surveys.asked_at < :until ORDER BY surveys.asked_at, surveys.id;
