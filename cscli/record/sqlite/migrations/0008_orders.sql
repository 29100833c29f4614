-- 8 (compatible from 7): orders with their items, and customers that were merged
-- key is the number in its normal form, computed by the program. Dates are 2026-11-20, or instants in UTC where the
-- time is known. Amounts are decimal texts with a point, all of one order in its currency.
CREATE TABLE orders (
  key TEXT PRIMARY KEY, number TEXT NOT NULL,
  customer TEXT NOT NULL DEFAULT '', market TEXT NOT NULL DEFAULT '', status TEXT NOT NULL,
  placed TEXT NOT NULL DEFAULT '', promised_from TEXT NOT NULL DEFAULT '', promised TEXT NOT NULL DEFAULT '',
  shipped TEXT NOT NULL DEFAULT '', delivered TEXT NOT NULL DEFAULT '',
  carrier TEXT NOT NULL DEFAULT '', tracking_number TEXT NOT NULL DEFAULT '', tracking_link TEXT NOT NULL DEFAULT '',
  total TEXT NOT NULL DEFAULT '', currency TEXT NOT NULL DEFAULT '', payment_method TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '', link TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX orders_by_customer ON orders (customer, placed);
CREATE INDEX orders_by_placed ON orders (placed, key);
CREATE INDEX orders_by_tracking_number ON orders (tracking_number) WHERE tracking_number <> '';
CREATE TABLE order_items (
  order_key TEXT NOT NULL, position INTEGER NOT NULL,
  sku TEXT NOT NULL DEFAULT '', name TEXT NOT NULL DEFAULT '',
  quantity INTEGER NOT NULL CHECK (quantity > 0), price TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (order_key, position)
) WITHOUT ROWID;

-- one row for each customer that was merged into another: before is what the rows were, as JSON, so that it can be undone
CREATE TABLE customer_merges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, agent TEXT NOT NULL DEFAULT '',
  merged TEXT NOT NULL, survivor TEXT NOT NULL,
  before TEXT NOT NULL,
  undone_at TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX customer_merges_in_force ON customer_merges (merged) WHERE undone_at = '';
