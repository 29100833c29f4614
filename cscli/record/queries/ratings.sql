-- name: put
INSERT INTO ratings (origin, survey, case_number, interaction, kind, score, customer, market, language, channel, agent,
  comment, answered_at, came, kept_by, body_key)
VALUES (:origin, :survey, :case_number, :interaction, :kind, :score, :customer, :market, :language, :channel, :agent,
  :comment, :answered_at, :came, :kept_by, :body_key)
ON CONFLICT (origin) DO UPDATE SET survey = excluded.survey, case_number = excluded.case_number,
  interaction = excluded.interaction, kind = excluded.kind, score = excluded.score, customer = excluded.customer,
  market = excluded.market, language = excluded.language, channel = excluded.channel, agent = excluded.agent,
  comment = excluded.comment, answered_at = excluded.answered_at, came = excluded.came, kept_by = excluded.kept_by,
  translation = '', translation_language = '', engine = '', body_key = excluded.body_key
RETURNING id;

-- name: of_origin
SELECT * FROM ratings WHERE origin = :origin;

-- name: of_case
SELECT * FROM ratings WHERE case_number = :case_number ORDER BY answered_at, id;

-- name: of_customer
SELECT * FROM ratings WHERE customer = :customer ORDER BY answered_at DESC, id DESC LIMIT :most;

-- name: answered
SELECT * FROM ratings WHERE answered_at >= :since AND answered_at < :until ORDER BY answered_at, id;

-- name: of_surveys_asked
SELECT ratings.* FROM surveys JOIN ratings ON ratings.survey = surveys.id
WHERE surveys.asked_at >= :since AND surveys.asked_at < :until ORDER BY ratings.answered_at, ratings.id;

-- name: keep_translation
UPDATE ratings SET comment = :comment, translation = :translation, translation_language = :translation_language,
  engine = :engine, body_key = :body_key
WHERE id = :id;
