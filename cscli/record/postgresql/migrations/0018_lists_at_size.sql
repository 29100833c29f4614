-- 18 (compatible from 7): indexes for lists of a large record
-- As in SQLite; the messages of a customer come by time here already.
CREATE INDEX orders_under_way ON orders (placed, key)
WHERE promised <> '' AND delivered = '' AND status NOT IN ('delivered', 'returned', 'refunded', 'cancelled');
CREATE INDEX interactions_by_market ON interactions (market, at, id);
