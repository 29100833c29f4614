-- name: add
INSERT INTO raw_messages (interaction, size, content) VALUES (:interaction, :size, :content) ON CONFLICT DO NOTHING;

-- name: one
SELECT * FROM raw_messages WHERE interaction = :interaction;
