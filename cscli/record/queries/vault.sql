-- name: count
SELECT body_key, count(*) AS n FROM interactions WHERE body_key <> '' GROUP BY body_key ORDER BY body_key;

-- name: other_texts
SELECT * FROM interactions WHERE id > :after AND body_key <> :key
  AND (body <> '' OR agent_text <> '' OR "values" <> '' OR findings <> '') ORDER BY id LIMIT :most;

-- name: other_contents
SELECT raw_messages.* FROM raw_messages WHERE interaction > :after AND body_key <> :key ORDER BY interaction LIMIT :most;

-- name: encrypted_texts
SELECT * FROM interactions WHERE id > :after AND body_key <> '' ORDER BY id LIMIT :most;

-- name: encrypted_contents
SELECT * FROM raw_messages WHERE interaction > :after AND body_key <> '' ORDER BY interaction LIMIT :most;

-- name: keep_text
UPDATE interactions SET body = :body, agent_text = :agent_text, "values" = :values, findings = :findings,
  body_key = :body_key
WHERE id = :id;

-- name: keep_content
UPDATE raw_messages SET content = :content, body_key = :body_key WHERE interaction = :interaction;

-- name: other_comments
SELECT * FROM ratings WHERE id > :after AND body_key <> :key AND comment <> '' ORDER BY id LIMIT :most;

-- name: encrypted_comments
SELECT * FROM ratings WHERE id > :after AND body_key <> '' ORDER BY id LIMIT :most;

-- name: keep_comment
UPDATE ratings SET comment = :comment, translation = :translation, body_key = :body_key WHERE id = :id;
