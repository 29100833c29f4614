-- name: count
SELECT body_key, count(*) AS n FROM interactions WHERE body_key <> '' GROUP BY body_key ORDER BY body_key;

-- name: keys
SELECT body_key FROM interactions WHERE body_key <> '' UNION SELECT body_key FROM ratings WHERE body_key <> '';

-- name: check_value
SELECT value FROM desk_keys WHERE name = :key_name;

-- name: keep_check_value
INSERT INTO desk_keys (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING;

-- name: forget_check_value
DELETE FROM desk_keys WHERE name = :name;

-- name: other_texts
SELECT id, at, body, agent_text, "values", findings, body_key FROM interactions
WHERE id > :after AND (body <> '' OR agent_text <> '' OR "values" <> '' OR findings <> '') AND (body_key <> :key
  OR body <> '' AND substr(body, 1, 2) <> :form OR agent_text <> '' AND substr(agent_text, 1, 2) <> :form
  OR "values" <> '' AND substr("values", 1, 2) <> :form OR findings <> '' AND substr(findings, 1, 2) <> :form)
ORDER BY id LIMIT :most;

-- name: other_contents
SELECT interaction, content, body_key FROM raw_messages
WHERE interaction > :after AND (body_key <> :key OR substr(content, 1, 8) <> :form)
ORDER BY interaction LIMIT :most;

-- name: encrypted_texts
SELECT id, at, body, agent_text, "values", findings, body_key FROM interactions
WHERE id > :after AND body_key <> '' ORDER BY id LIMIT :most;

-- name: encrypted_contents
SELECT interaction, content, body_key FROM raw_messages
WHERE interaction > :after AND body_key <> '' ORDER BY interaction LIMIT :most;

-- name: keep_text
UPDATE interactions SET body = :body, agent_text = :agent_text, "values" = :values, findings = :findings,
  body_key = :body_key
WHERE id = :id;

-- name: keep_new_text
UPDATE interactions SET body = :body, agent_text = :agent_text, "values" = :values, findings = :findings,
  body_key = :body_key, tokens = array_to_tsvector(array_remove(string_to_array(:tokens, ' '), ''))
WHERE id = :id;

-- name: keep_content
UPDATE raw_messages SET content = :content, body_key = :body_key WHERE interaction = :interaction;

-- name: other_comments
SELECT id, origin, answered_at, comment, translation, body_key FROM ratings
WHERE id > :after AND (comment <> '' OR translation <> '') AND (body_key <> :key
  OR comment <> '' AND substr(comment, 1, 2) <> :form OR translation <> '' AND substr(translation, 1, 2) <> :form)
ORDER BY id LIMIT :most;

-- name: encrypted_comments
SELECT id, origin, answered_at, comment, translation, body_key FROM ratings
WHERE id > :after AND body_key <> '' ORDER BY id LIMIT :most;

-- name: keep_comment
UPDATE ratings SET comment = :comment, translation = :translation, body_key = :body_key WHERE id = :id;
