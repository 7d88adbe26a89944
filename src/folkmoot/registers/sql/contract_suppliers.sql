-- The suppliers of one contract, by the names that may be shown. $1: contract_id.
-- An individual has no id here: nothing may join the contracts of one person for a reader.
SELECT
    CASE WHEN s.is_individual THEN '' ELSE s.supplier_id END AS supplier_id,
    s.display_name,
    s.is_individual,
    s.scheme,
    s.identifier
FROM fact.contract_suppliers AS cs
JOIN fact.suppliers AS s USING (supplier_id)
WHERE cs.contract_id = $1
ORDER BY s.display_name, s.supplier_id
