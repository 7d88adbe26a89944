-- Whether the build has a table: an older kind may lack it. $1: stage; $2: name.
SELECT 1 AS is_there
FROM information_schema.tables
WHERE table_schema = $1 AND table_name = $2
