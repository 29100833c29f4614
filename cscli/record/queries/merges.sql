-- name: customer
SELECT * FROM customers WHERE key = :key;

-- name: customer (postgresql)
SELECT * FROM customers WHERE key = :key FOR UPDATE;

-- name: remove_customer
DELETE FROM customers WHERE key = :key;

-- name: contacts
UPDATE contacts SET customer = :to WHERE customer = :from RETURNING kind, address;

-- name: contact_back
UPDATE contacts SET customer = :to WHERE customer = :from AND kind = :kind AND address = :address;

-- name: add
INSERT INTO customer_merges (at, agent, merged, survivor, before) VALUES (:at, :agent, :merged, :survivor, :before);

-- name: in_force
SELECT * FROM customer_merges WHERE merged = :merged AND undone_at = '';

-- name: merged_keys
SELECT merged FROM customer_merges WHERE undone_at = '';

-- name: undone
UPDATE customer_merges SET undone_at = :at WHERE id = :id AND undone_at = '';

-- name: newest
SELECT at, merged, survivor FROM customer_merges WHERE undone_at = '' AND agent = :agent ORDER BY at DESC, id DESC LIMIT 1;

-- name: survivors
SELECT merged, survivor FROM customer_merges WHERE undone_at = '' AND merged IN (:keys);
