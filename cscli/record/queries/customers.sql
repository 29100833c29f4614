-- name: one
SELECT * FROM customers WHERE key = :key;

-- name: put
INSERT INTO customers (key, name, given, family, honorific, vocative, patronymic, gender, company, market, language,
  zone, channel, email, phone, note, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET name = excluded.name, given = excluded.given, family = excluded.family,
  honorific = excluded.honorific, vocative = excluded.vocative, patronymic = excluded.patronymic,
  gender = excluded.gender, company = excluded.company, market = excluded.market, language = excluded.language, zone = excluded.zone,
  channel = excluded.channel, email = excluded.email, phone = excluded.phone, note = excluded.note,
  updated_at = excluded.updated_at;

-- name: page
SELECT * FROM customers WHERE key > :after AND (:market = '' OR market = :market) ORDER BY key LIMIT :most;

-- name: texts
SELECT key, key || ' ' || name || ' ' || given || ' ' || family || ' ' || company || ' ' || email || ' ' || phone AS whole
FROM customers WHERE key > :after AND (:market = '' OR market = :market) ORDER BY key LIMIT :most;

-- name: keys
SELECT key FROM customers WHERE key >= :prefix AND key < :beyond ORDER BY key LIMIT :most;

-- name: of_contact
SELECT customers.* FROM contacts JOIN customers ON customers.key = contacts.customer
WHERE contacts.kind = :kind AND contacts.address = :address;

-- name: contacts
SELECT kind, address FROM contacts WHERE customer = :customer ORDER BY kind, address;

-- name: add_contact
INSERT INTO contacts (kind, address, customer) VALUES (?, ?, ?) ON CONFLICT DO NOTHING;

-- name: mark_undeliverable
UPDATE contacts SET undeliverable_at = CASE WHEN :at = '' OR undeliverable_at = '' THEN :at ELSE undeliverable_at END,
  undeliverable = :words
WHERE kind = :kind AND address = :address AND (:at <> '' OR undeliverable_at <> '');

-- name: undeliverable
SELECT address, undeliverable FROM contacts WHERE kind = :kind AND undeliverable_at <> '';

-- name: why_undeliverable
SELECT undeliverable_at, undeliverable FROM contacts
WHERE kind = :kind AND address = :address AND undeliverable_at <> '';

-- name: undeliverable_of
SELECT address, undeliverable_at, undeliverable FROM contacts
WHERE customer = :customer AND undeliverable_at <> '' ORDER BY address;

-- name: of_keys
SELECT * FROM customers WHERE key IN (:keys);

-- name: of_contacts
SELECT contacts.address AS contact, customers.* FROM contacts JOIN customers ON customers.key = contacts.customer
WHERE contacts.kind = :kind AND contacts.address IN (:addresses);

-- name: owners
SELECT address, customer FROM contacts WHERE kind = :kind AND address IN (:addresses);

-- name: markets
SELECT key, market FROM customers WHERE key IN (:keys);

-- name: places
SELECT key, market, zone FROM customers WHERE (market <> '' OR zone <> '') AND key IN (:keys);

-- name: all_contacts
SELECT customer, address FROM contacts;

-- name: all_created
SELECT key, created_at FROM customers ORDER BY key;

-- name: present
SELECT key, name, given, family, honorific, vocative, patronymic, gender, company, market, language, zone, channel,
  email, phone, note
FROM customers WHERE key IN (:keys);
