-- name: of_digests
SELECT digest, at FROM forgotten WHERE digest IN (:digests);

-- name: all
SELECT digest, at FROM forgotten;

-- name: put
INSERT INTO forgotten (digest, at) VALUES (:digest, :at) ON CONFLICT (digest) DO UPDATE SET at = excluded.at;

-- name: put_back
INSERT INTO forgotten (digest, at) VALUES (:digest, :at) ON CONFLICT DO NOTHING;

-- name: key
SELECT value FROM desk_keys WHERE name = :key_name;

-- name: keep_key
INSERT INTO desk_keys (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING;
