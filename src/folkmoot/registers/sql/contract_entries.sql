-- The entries that a contract was brought together from. $1: contract_id.
SELECT e.statement_id, e.source_id, e.table_name, e.row_number, f.file
FROM fact.contract_statements AS e
LEFT JOIN source.files AS f USING (source_id)
WHERE e.contract_id = $1
ORDER BY f.file, e.table_name, e.row_number
