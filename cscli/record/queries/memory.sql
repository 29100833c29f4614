-- name: add
INSERT INTO translation_units (source_language, target_language, market, source, target, hash, folded, length, approved,
  origin, use_count, created_at, used_at)
VALUES (:source_language, :target_language, :market, :source, :target, :hash, :folded, :length, :approved,
  :origin, :use_count, :created_at, :used_at)
ON CONFLICT DO NOTHING;

-- name: approve_same
UPDATE translation_units SET approved = 1, source = :source, origin = :origin
WHERE hash = :hash AND source_language = :source_language AND target_language = :target_language
  AND market = :market AND target = :target AND approved = 0 AND :approved = 1;

-- name: of_hash
SELECT * FROM translation_units
WHERE hash = :hash AND source_language = :source AND target_language = :target ORDER BY id;

-- name: language_pairs
WITH RECURSIVE spoken (one) AS (
  SELECT min(source_language) FROM translation_units UNION ALL
  SELECT (SELECT min(source_language) FROM translation_units WHERE source_language > spoken.one)
  FROM spoken WHERE spoken.one IS NOT NULL
), pairs (one, other) AS (
  SELECT spoken.one, (SELECT min(target_language) FROM translation_units WHERE source_language = spoken.one)
  FROM spoken WHERE spoken.one IS NOT NULL UNION ALL
  SELECT pairs.one, (SELECT min(target_language) FROM translation_units
    WHERE source_language = pairs.one AND target_language > pairs.other)
  FROM pairs WHERE pairs.other IS NOT NULL
)
SELECT one, other FROM pairs WHERE other IS NOT NULL ORDER BY one, other;

-- name: texts_of_lengths
SELECT group_concat(folded, char(10)) AS texts FROM translation_units
WHERE source_language = :source AND target_language = :target AND length BETWEEN :shortest AND :longest GROUP BY length;

-- name: texts_of_lengths (postgresql)
SELECT string_agg(folded, chr(10)) AS texts FROM translation_units
WHERE source_language = :source AND target_language = :target AND length BETWEEN :shortest AND :longest GROUP BY length;

-- name: of_text
SELECT * FROM translation_units
WHERE source_language = :source AND target_language = :target AND length = :length AND folded = :folded ORDER BY id;

-- name: of_id
SELECT * FROM translation_units WHERE id = :id;

-- name: every
SELECT * FROM translation_units
WHERE (:source = '' OR source_language = :source) AND (:target = '' OR target_language = :target) ORDER BY id;

-- name: page
SELECT id, source, target, folded, origin, source_language, target_language, created_at FROM translation_units
WHERE id > :after ORDER BY id LIMIT :most;

-- name: remove
DELETE FROM translation_units WHERE id = :id;

-- name: approve
UPDATE translation_units SET approved = 1 WHERE id = :id;

-- name: count_use
UPDATE translation_units SET use_count = use_count + 1, used_at = :at WHERE id = :id;

-- name: totals
SELECT source_language, target_language, origin, count(*) AS units, sum(approved) AS approved, sum(use_count) AS uses
FROM translation_units GROUP BY source_language, target_language, origin
ORDER BY source_language, target_language, origin;
