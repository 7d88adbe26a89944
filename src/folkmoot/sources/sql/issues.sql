-- Rows and cells that could not be kept as published, worst first.
-- $1: one source_id, or NULL for all; $2: one rule, or NULL; $3: one severity, or NULL.
SELECT
    i.source_id,
    f.file,
    i.table_name,
    i.row_number,
    i.pointer,
    i.field,
    i.value,
    i.rule,
    i.severity,
    i.message
FROM issue.rows AS i
LEFT JOIN source.files AS f USING (source_id)
WHERE
    ($1::VARCHAR IS NULL OR i.source_id = $1)
    AND ($2::VARCHAR IS NULL OR i.rule = $2)
    AND ($3::VARCHAR IS NULL OR i.severity = $3)
ORDER BY
    f.file,
    CASE i.severity WHEN 'refused' THEN 1 WHEN 'cell' THEN 2 ELSE 3 END,
    i.table_name,
    i.row_number,
    i.pointer,
    i.field,
    i.rule
