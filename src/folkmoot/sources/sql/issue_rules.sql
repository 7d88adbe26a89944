-- How often each rule was broken in one file, with one of its sentences. $1: source_id.
SELECT rule, severity, min(message) AS message, count(*) AS issue_count
FROM issue.rows
WHERE source_id = $1
GROUP BY rule, severity
ORDER BY
    CASE severity WHEN 'refused' THEN 1 WHEN 'cell' THEN 2 ELSE 3 END,
    issue_count DESC,
    rule
