-- Rows of one file by what became of them. $1: source_id.
SELECT table_name, outcome, kind, row_count
FROM source.accounting
WHERE source_id = $1 AND row_count > 0
ORDER BY
    table_name,
    CASE outcome WHEN 'kept' THEN 1 WHEN 'refused' THEN 2 ELSE 3 END,
    row_count DESC,
    kind
