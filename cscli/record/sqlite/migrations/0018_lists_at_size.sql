-- 18 (compatible from 7): indexes for lists of a large record
-- The messages of a customer come by time, and orders that are under way are few among all that ever were.
DROP INDEX interactions_by_customer;
CREATE INDEX interactions_by_customer ON interactions (customer, at, id);
CREATE INDEX orders_under_way ON orders (placed, key)
WHERE promised <> '' AND delivered = '' AND status NOT IN ('delivered', 'returned', 'refunded', 'cancelled');
CREATE INDEX interactions_by_market ON interactions (market, at, id);
