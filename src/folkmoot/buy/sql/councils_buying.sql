-- Councils that hold a contract; $1 keeps to the group's members.
SELECT f.council_id, any_value(f.name) AS name, bool_or(f.is_member) AS is_member
FROM fact.councils f JOIN fact.contracts c USING (council_id)
WHERE f.is_member OR NOT $1
GROUP BY f.council_id ORDER BY f.council_id
