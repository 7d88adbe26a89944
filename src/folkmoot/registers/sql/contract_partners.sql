-- Councils that buy a contract together with the one it stands under. $1: contract_id.
SELECT k.council_id, k.name, k.is_member
FROM fact.joint_councils AS j
JOIN fact.councils AS k USING (council_id)
WHERE j.contract_id = $1
ORDER BY k.name, k.council_id
