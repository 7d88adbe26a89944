-- How many contracts of members end within so many days of the as-of date. $1: as-of date.
SELECT
    count(*) AS contract_count,
    count(*) FILTER (end_date BETWEEN $1::DATE AND $1::DATE + 60) AS within_60,
    count(*) FILTER (end_date BETWEEN $1::DATE AND $1::DATE + 120) AS within_120,
    count(*) FILTER (end_date BETWEEN $1::DATE AND $1::DATE + 365) AS within_365,
    count(*) FILTER (end_date > $1::DATE + 365) AS later,
    count(*) FILTER (end_date < $1::DATE) AS ended,
    count(*) FILTER (end_date IS NULL) AS undated
FROM fact.contracts
WHERE is_member
