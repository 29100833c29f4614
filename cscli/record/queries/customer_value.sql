-- name: counted
SELECT customer, currency, placed,
  total <> '' AND instr(total || '.', '.') <= 13 AS priced,
  CASE WHEN instr(total || '.', '.') <= 13 THEN CAST(total AS INTEGER) ELSE 0 END AS units,
  CASE WHEN instr(total || '.', '.') <= 13
    THEN CAST(substr(substr(total, instr(total || '.', '.') + 1) || '0000', 1, 4) AS INTEGER) ELSE 0 END AS parts
FROM orders
WHERE status NOT IN ('cancelled', 'refunded') AND placed >= :since AND placed < :until

-- name: counted (postgresql)
SELECT customer, currency, placed,
  CASE WHEN total ~ '^[0-9]{1,12}([.][0-9]+){0,1}$' THEN 1 ELSE 0 END AS priced,
  CASE WHEN total ~ '^[0-9]{1,12}([.][0-9]+){0,1}$' THEN CAST(split_part(total, '.', 1) AS BIGINT) ELSE 0 END AS units,
  CASE WHEN total ~ '^[0-9]{1,12}([.][0-9]+){0,1}$'
    THEN CAST(rpad(split_part(total, '.', 2), 4, '0') AS BIGINT) ELSE 0 END AS parts
FROM orders
WHERE status NOT IN ('cancelled', 'refunded') AND placed >= :since AND placed < :until
