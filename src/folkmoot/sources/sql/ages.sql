-- How old the sources are on the as-of date, in one row. $1: as-of date.
SELECT
    count(*) AS source_count,
    count(*) FILTER (refusal <> '') AS refused_count,
    count(*) FILTER (latest_date IS NULL AND coalesce(refusal, '') = '') AS undated_count,
    min(latest_date) AS oldest_date,
    least(max(latest_date), $1::DATE) AS newest_date,
    greatest($1::DATE - min(latest_date), 0)::BIGINT AS oldest_days,
    greatest($1::DATE - max(latest_date), 0)::BIGINT AS newest_days
FROM source.files
