-- The first rows in which a field is blank or unclear, and the tables that have no column
-- for it, by publisher, kind, field and table, the latest file first.
-- $1: one publisher_id, or NULL; $2: one kind, or NULL.
WITH counted AS (
    SELECT
        publisher_id,
        kind,
        field,
        source_id,
        table_name,
        sum(asked_rows - filled_rows - no_column_rows)::BIGINT AS blank_rows,
        sum(filled_rows - valid_rows)::BIGINT AS unclear_rows,
        sum(no_column_rows)::BIGINT AS no_column_rows,
        max(period) AS last_period
    FROM fact.publication_quality
    GROUP BY ALL
    HAVING sum(asked_rows) > sum(valid_rows)
),

named AS (
    SELECT
        publisher_id,
        kind,
        field,
        source_id,
        table_name,
        list(row_number ORDER BY row_number) FILTER (problem = 'blank') AS blank,
        list(row_number ORDER BY row_number) FILTER (problem = 'unclear') AS unclear
    FROM fact.publication_gaps
    GROUP BY ALL
)

SELECT
    c.*,
    f.file,
    coalesce(n.blank, []) AS blank,
    coalesce(n.unclear, []) AS unclear
FROM counted AS c
LEFT JOIN named AS n USING (publisher_id, kind, field, source_id, table_name)
LEFT JOIN source.files AS f USING (source_id)
WHERE
    ($1::VARCHAR IS NULL OR c.publisher_id = $1)
    AND ($2::VARCHAR IS NULL OR c.kind = $2)
ORDER BY c.publisher_id, c.kind, c.field, c.last_period DESC, f.file, c.table_name
