-- Contracts by their ids, in no order of their own. $1: as-of date; $2: list of ids.
WITH named AS (
    SELECT
        cs.contract_id,
        list(DISTINCT s.display_name ORDER BY s.display_name) AS suppliers
    FROM fact.contract_suppliers AS cs
    JOIN fact.suppliers AS s USING (supplier_id)
    WHERE list_contains($2::VARCHAR[], cs.contract_id)
    GROUP BY cs.contract_id
)

SELECT
    c.*,
    coalesce(k.name, c.buyer_name) AS council_name,
    coalesce(n.suppliers, []) AS suppliers,
    d.label AS need_label,
    d.service_area,
    (c.end_date - $1::DATE)::BIGINT AS days_left
FROM fact.contracts AS c
LEFT JOIN fact.councils AS k USING (council_id)
LEFT JOIN named AS n USING (contract_id)
LEFT JOIN fact.needs AS d USING (need_id)
WHERE list_contains($2::VARCHAR[], c.contract_id)
