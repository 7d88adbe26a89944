-- Councils that bought from a supplier or paid it, most first. $1: supplier_id.
WITH told AS (
    SELECT c.council_id, count(*) AS contract_count, 0 AS payment_count
    FROM fact.contract_suppliers AS cs
    JOIN fact.contracts AS c USING (contract_id)
    WHERE cs.supplier_id = $1
    GROUP BY c.council_id
    UNION ALL
    SELECT council_id, 0, count(*)
    FROM fact.payments
    WHERE supplier_id = $1
    GROUP BY council_id
)

SELECT
    coalesce(k.name, 'buyers that are no known council') AS council_name,
    sum(t.contract_count)::BIGINT AS contract_count,
    sum(t.payment_count)::BIGINT AS payment_count
FROM told AS t
LEFT JOIN fact.councils AS k USING (council_id)
GROUP BY ALL
ORDER BY sum(t.contract_count) + sum(t.payment_count) DESC, council_name
LIMIT 8
