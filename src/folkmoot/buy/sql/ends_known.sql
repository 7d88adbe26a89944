-- How each contract ended as far as is known: its published end, and the last payment by its
-- council to its supplier where it has one supplier alone.
SELECT c.contract_id, c.end_date, c.end_method, c.published_date, p.last_paid_date
FROM fact.contracts c
LEFT JOIN (
    SELECT l.contract_id, max(f.payment_date) AS last_paid_date
    FROM (
        SELECT contract_id, any_value(supplier_id) AS supplier_id
        FROM fact.contract_suppliers GROUP BY contract_id HAVING count(*) = 1
    ) l
    JOIN fact.contracts k USING (contract_id)
    JOIN fact.payments f ON f.supplier_id = l.supplier_id AND f.council_id = k.council_id
    GROUP BY l.contract_id
) p USING (contract_id)
ORDER BY c.contract_id
