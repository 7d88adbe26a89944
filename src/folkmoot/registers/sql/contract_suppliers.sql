-- The suppliers of one contract, by the names that may be shown. $1: contract_id.
SELECT s.supplier_id, s.display_name, s.is_individual, s.scheme, s.identifier
FROM fact.contract_suppliers AS cs
JOIN fact.suppliers AS s USING (supplier_id)
WHERE cs.contract_id = $1
ORDER BY s.display_name, s.supplier_id
