-- The tables found in one file. $1: source_id.
SELECT *
FROM source.tables
WHERE source_id = $1
ORDER BY table_name
