-- 20 (compatible from 7): indexes that what customers bought is summed from
DROP INDEX orders_by_customer;
CREATE INDEX orders_by_customer ON orders (customer, placed, status, currency, total);
CREATE INDEX customers_by_market ON customers (market, key);
