-- Rows of all files by what became of them, in one row.
SELECT
    coalesce(sum(row_count), 0)::BIGINT AS row_count,
    coalesce(sum(row_count) FILTER (outcome = 'kept'), 0)::BIGINT AS kept_count,
    coalesce(sum(row_count) FILTER (outcome = 'refused'), 0)::BIGINT AS refused_count,
    coalesce(sum(row_count) FILTER (outcome = 'furniture'), 0)::BIGINT AS furniture_count,
    (SELECT count(*) FROM source.files) AS source_count,
    (SELECT count(*) FROM source.files WHERE refusal <> '') AS refused_file_count,
    (SELECT count(*) FROM issue.rows) AS issue_count
FROM source.accounting
