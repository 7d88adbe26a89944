-- Entries by their ids, with their contract as it now stands and their file.
-- $1: statement ids.
SELECT
    e.*,
    c.title,
    c.references,
    c.buyer_name,
    coalesce(k.name, c.buyer_name) AS council_name,
    f.file,
    [s.display_name FOR s IN own.suppliers] AS supplier_list
FROM fact.contract_statements AS e
JOIN fact.contracts AS c USING (contract_id)
LEFT JOIN fact.councils AS k ON c.council_id = k.council_id
LEFT JOIN source.files AS f USING (source_id)
LEFT JOIN (
    SELECT
        cs.contract_id,
        list(s ORDER BY s.display_name) AS suppliers
    FROM fact.contract_suppliers AS cs
    JOIN fact.suppliers AS s USING (supplier_id)
    GROUP BY cs.contract_id
) AS own ON e.contract_id = own.contract_id
WHERE list_contains($1::VARCHAR[], e.statement_id)
ORDER BY e.source_id, e.row_number
