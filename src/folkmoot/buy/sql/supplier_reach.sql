-- How many councils each supplier holds a contract with, as far as is on record.
SELECT s.supplier_id, count(DISTINCT c.council_id) AS councils
FROM fact.contract_suppliers s
JOIN fact.contracts c USING (contract_id)
WHERE s.supplier_id IN (SELECT unnest($1::VARCHAR[])) AND c.council_id <> ''
GROUP BY s.supplier_id
ORDER BY s.supplier_id
