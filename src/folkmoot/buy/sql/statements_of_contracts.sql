-- The published rows that speak of each contract.
SELECT contract_id, source_id, coalesce(table_name, '') AS table_name, row_number, item_number
FROM fact.contract_evidence WHERE role = 'contract' ORDER BY ALL
