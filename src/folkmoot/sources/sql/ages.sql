-- How old the sources are on the as-of date, in one row. $1: as-of date.
SELECT
    count(*) AS source_count,
    count(*) FILTER (refusal <> '') AS refused_count,
    count(*) FILTER (latest_date IS NULL AND coalesce(refusal, '') = '') AS undated_count,
    min(latest_date) AS oldest_date,
    max(least(latest_date, $1::DATE)) AS newest_date,
    ($1::DATE - min(latest_date))::BIGINT AS oldest_days,
    ($1::DATE - max(least(latest_date, $1::DATE)))::BIGINT AS newest_days
FROM source.files
