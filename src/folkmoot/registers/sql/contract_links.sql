-- Why names of a contract's suppliers are one, in sentences. $1: contract_id.
SELECT
    s.display_name,
    n.joined_name,
    n.linked_name,
    n.method,
    n.score,
    n.reason,
    n.judgement_id,
    n.joined_id,
    n.linked_id
FROM fact.contract_suppliers AS cs
JOIN fact.suppliers AS s USING (supplier_id)
JOIN fact.supplier_links AS n USING (supplier_id)
WHERE cs.contract_id = $1
ORDER BY s.display_name, n.joined_name
