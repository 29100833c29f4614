-- name: add
INSERT INTO raw_messages (interaction, size, content, body_key) VALUES (:interaction, :size, :content, :body_key) ON CONFLICT DO NOTHING;
