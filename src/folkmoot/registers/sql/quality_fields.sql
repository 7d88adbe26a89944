-- Rows of each publisher by what they tell of each field that the Code asks for.
-- $1: one publisher_id, or NULL; $2: one kind, or NULL; $3: by period as well.
SELECT
    q.publisher_id,
    coalesce(k.name, f.file) AS publisher,
    k.council_id IS NOT NULL AS is_council,
    coalesce(k.is_member, FALSE) AS is_member,
    q.kind,
    q.field,
    CASE WHEN $3::BOOLEAN THEN q.period ELSE '' END AS period,
    min(q.period) FILTER (q.period <> '') AS first_period,
    max(q.period) FILTER (q.period <> '') AS last_period,
    sum(q.asked_rows)::BIGINT AS asked_rows,
    sum(q.filled_rows)::BIGINT AS filled_rows,
    sum(q.valid_rows)::BIGINT AS valid_rows,
    sum(q.no_column_rows)::BIGINT AS no_column_rows,
    sum(q.not_asked_rows)::BIGINT AS not_asked_rows
FROM fact.publication_quality AS q
LEFT JOIN fact.councils AS k ON k.council_id = q.publisher_id
LEFT JOIN source.files AS f ON f.source_id = q.publisher_id
WHERE
    ($1::VARCHAR IS NULL OR q.publisher_id = $1)
    AND ($2::VARCHAR IS NULL OR q.kind = $2)
GROUP BY ALL
ORDER BY is_member DESC, is_council DESC, publisher, q.publisher_id, q.kind, period, q.field
