-- The published columns of one file, left to right. $1: source_id; $2: one table, or NULL.
SELECT table_name, position, heading, raw_column, field, confidence, reason
FROM source.columns
WHERE source_id = $1 AND ($2::VARCHAR IS NULL OR table_name = $2)
ORDER BY table_name, position
