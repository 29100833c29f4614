-- 7 (compatible from 7): the companies of customers
ALTER TABLE customers ADD COLUMN company TEXT NOT NULL DEFAULT '';
