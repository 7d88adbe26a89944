-- Councils to choose from in a filter, members first. $1: members only.
SELECT council_id, name, is_member
FROM fact.councils
WHERE NOT $1::BOOLEAN OR is_member
ORDER BY is_member DESC, name, council_id
