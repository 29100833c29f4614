-- name: put
INSERT INTO orders (key, number, status, customer, market, placed, promised_from, promised, shipped, delivered, carrier,
  tracking_number, tracking_link, total, currency, payment_method, address, link, source, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET number = excluded.number, customer = excluded.customer, market = excluded.market,
  status = excluded.status, placed = excluded.placed, promised_from = excluded.promised_from,
  promised = excluded.promised, shipped = excluded.shipped, delivered = excluded.delivered, carrier = excluded.carrier,
  tracking_number = excluded.tracking_number, tracking_link = excluded.tracking_link, total = excluded.total,
  currency = excluded.currency, payment_method = excluded.payment_method, address = excluded.address,
  link = excluded.link, source = excluded.source, updated_at = excluded.updated_at;

-- name: forget_items
DELETE FROM order_items WHERE order_key = :key;

-- name: add_item
INSERT INTO order_items (order_key, position, name, sku, quantity, price) VALUES (?, ?, ?, ?, ?, ?);

-- name: numbers
SELECT number FROM orders WHERE key >= :prefix AND key < :beyond ORDER BY key LIMIT :most;
