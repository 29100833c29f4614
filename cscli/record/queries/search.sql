-- name: make_index
CREATE VIRTUAL TABLE IF NOT EXISTS interactions_search
USING fts5 (tokens, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

-- name: has_index
SELECT name FROM sqlite_schema WHERE name = 'interactions_search';

-- name: add
INSERT INTO interactions_search (rowid, tokens) VALUES (:id, :tokens);

-- name: set_option
INSERT INTO interactions_search (interactions_search, rank) VALUES (:name, :value);

-- name: forget_all
UPDATE interactions SET indexed = 0;

-- name: empty
INSERT INTO interactions_search (interactions_search) VALUES ('delete-all');

-- name: unindexed
SELECT * FROM interactions WHERE indexed = 0 ORDER BY id LIMIT :most;

-- name: unindexed (postgresql)
SELECT * FROM interactions WHERE tokens IS NULL ORDER BY id LIMIT :most;

-- name: mark
UPDATE interactions SET indexed = 1 WHERE id = :id;

-- name: mark (postgresql)
UPDATE interactions SET tokens = array_to_tsvector(array_remove(string_to_array(:tokens, ' '), '')) WHERE id = :id;

-- name: hits
SELECT rowid FROM interactions_search
WHERE interactions_search MATCH :expression AND rowid <= :highest AND rowid > :lowest ORDER BY rowid DESC LIMIT :most;

-- name: hits (postgresql)
SELECT id, at FROM interactions WHERE tokens @@ CAST(:expression AS tsquery) AND (at, id) < (:at, :id) AND at >= :since
ORDER BY at DESC, id DESC LIMIT :most;

-- name: hits_or_outside (postgresql)
SELECT id, at FROM interactions
WHERE (tokens @@ CAST(:expression AS tsquery) OR tokens IS NULL) AND (at, id) < (:at, :id) AND at >= :since
ORDER BY at DESC, id DESC LIMIT :most;

-- name: newest
SELECT id, at FROM interactions WHERE (at, id) < (:at, :id) AND at >= :since ORDER BY at DESC, id DESC LIMIT :most;

-- name: instants
SELECT at, id FROM interactions WHERE id IN (:ids);
