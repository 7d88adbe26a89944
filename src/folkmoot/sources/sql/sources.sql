-- Files in this build with what became of their rows. $1: one source_id, or NULL for all.
WITH counted AS (
    SELECT
        source_id,
        sum(row_count) FILTER (outcome = 'kept') AS kept_count,
        sum(row_count) FILTER (outcome = 'refused') AS refused_count,
        sum(row_count) FILTER (outcome = 'furniture') AS furniture_count
    FROM source.accounting
    GROUP BY source_id
),

sized AS (
    SELECT
        source_id,
        sum(row_count) AS row_count,
        count(*) AS table_count,
        max(unit) AS unit
    FROM source.tables
    GROUP BY source_id
),

flagged AS (
    SELECT source_id, count(*) AS issue_count
    FROM issue.rows
    GROUP BY source_id
)

SELECT
    f.*,
    coalesce(s.row_count, 0)::BIGINT AS row_count,
    coalesce(s.table_count, 0)::BIGINT AS table_count,
    coalesce(s.unit, 'row') AS unit,
    coalesce(c.kept_count, 0)::BIGINT AS kept_count,
    coalesce(c.refused_count, 0)::BIGINT AS refused_count,
    coalesce(c.furniture_count, 0)::BIGINT AS furniture_count,
    coalesce(i.issue_count, 0)::BIGINT AS issue_count
FROM source.files AS f
LEFT JOIN sized AS s USING (source_id)
LEFT JOIN counted AS c USING (source_id)
LEFT JOIN flagged AS i USING (source_id)
WHERE $1::VARCHAR IS NULL OR f.source_id = $1
ORDER BY f.file, f.source_id
