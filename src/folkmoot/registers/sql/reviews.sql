-- Questions for people, those that touch most first. $1: topic, or NULL for all.
SELECT *
FROM fact.reviews
WHERE $1::VARCHAR IS NULL OR topic = $1
ORDER BY amount_gbp DESC NULLS LAST, contract_count DESC, subject
