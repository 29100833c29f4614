-- name: add
INSERT INTO consents (at, customer, channel, purpose, given, source, agent)
VALUES (:at, :customer, :channel, :purpose, :given, :source, :agent);

-- name: of_customer
SELECT * FROM consents WHERE customer = :customer ORDER BY at DESC, id DESC;

-- name: newest
SELECT given, source FROM consents WHERE customer = :customer AND channel = :channel AND purpose = :purpose
ORDER BY at DESC, id DESC LIMIT 1;

-- name: any_of_purpose
SELECT 1 AS one FROM consents WHERE purpose = :purpose LIMIT 1;

-- name: of_purpose
SELECT * FROM consents WHERE purpose = :purpose AND customer IN (:keys) ORDER BY at, id;
