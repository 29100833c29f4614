-- name: same
SELECT id, source, targets, forbidden, note FROM glossary_terms
WHERE rule = :rule AND source_language = :source_language AND target_language = :target_language
  AND market = :market AND key = :key;

-- name: add
INSERT INTO glossary_terms (rule, source_language, target_language, market, source, targets, forbidden, note,
  case_sensitive, key, created_at)
VALUES (:rule, :source_language, :target_language, :market, :source, :targets, :forbidden, :note,
  :case_sensitive, :key, :created_at);

-- name: change
UPDATE glossary_terms SET source = :source, targets = :targets, forbidden = :forbidden, note = :note WHERE id = :id;

-- name: every
SELECT * FROM glossary_terms ORDER BY id;

-- name: of_id
SELECT * FROM glossary_terms WHERE id = :id;

-- name: remove
DELETE FROM glossary_terms WHERE id = :id;
