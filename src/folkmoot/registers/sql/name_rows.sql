-- Rows in which a name was published: contracts, then payments. $1: the spellings.
WITH found AS (
    SELECT source_id, table_name, row_number, supplier_name, supplier_postcode
    FROM clean.contract_suppliers
    WHERE list_contains($1::VARCHAR[], supplier_name)
    UNION ALL
    SELECT source_id, table_name, row_number, supplier_name, supplier_postcode
    FROM clean.payments
    WHERE list_contains($1::VARCHAR[], supplier_name)
)

SELECT
    e.source_id,
    f.file,
    e.table_name,
    e.row_number,
    e.supplier_name,
    coalesce(e.supplier_postcode, '') AS postcode
FROM found AS e
LEFT JOIN source.files AS f USING (source_id)
ORDER BY e.supplier_postcode IS NULL, f.file, e.table_name, e.row_number
LIMIT 5
