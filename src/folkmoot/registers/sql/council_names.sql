-- The names people wrote for one council, and how each was recognised. $1: council_id.
SELECT published_name, sub_unit, method, confidence, reason
FROM fact.council_names
WHERE council_id = $1
ORDER BY published_name
