-- Names of buyers that mean several councils.
SELECT DISTINCT published_name FROM fact.council_names
WHERE len(council_ids) > 1 ORDER BY published_name
