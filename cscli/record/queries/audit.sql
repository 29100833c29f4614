-- name: add
INSERT INTO audit (at, agent, what, subject, detail) VALUES (:at, :agent, :what, :subject, :detail);

-- name: newest
SELECT * FROM audit WHERE (:what = '' OR what = :what) AND at >= :since ORDER BY id DESC LIMIT :most;

-- name: rename
UPDATE audit SET subject = :to WHERE subject = :from;

-- name: newest_about
SELECT * FROM audit WHERE subject IN (:subjects) AND (:what = '' OR what = :what) AND at >= :since
ORDER BY id DESC LIMIT :most;
