-- Councils of this workspace, members first, with what was read of each.
-- $1: one council_id, or NULL for all; $2: as-of date.
WITH bought AS (
    SELECT council_id, end_date, FALSE AS is_joint FROM fact.contracts
    UNION ALL
    SELECT j.council_id, c.end_date, TRUE
    FROM fact.joint_councils AS j
    JOIN fact.contracts AS c USING (contract_id)
),

counted AS (
    SELECT
        council_id,
        count(*) FILTER (is_joint) AS joint_count,
        count(*) AS contract_count,
        count(*) FILTER (end_date >= $2::DATE) AS running_count,
        count(*) FILTER (end_date IS NULL) AS undated_count
    FROM bought
    GROUP BY council_id
),

paid AS (
    SELECT
        council_id,
        count(*) AS payment_count,
        min(payment_date) AS first_payment_date,
        max(payment_date) AS last_payment_date
    FROM fact.payments
    GROUP BY council_id
)

SELECT
    k.*,
    a.name AS combined_authority_name,
    z.name AS successor_name,
    coalesce(c.contract_count, 0)::BIGINT AS contract_count,
    coalesce(c.running_count, 0)::BIGINT AS running_count,
    coalesce(c.undated_count, 0)::BIGINT AS undated_count,
    coalesce(c.joint_count, 0)::BIGINT AS joint_count,
    coalesce(p.payment_count, 0)::BIGINT AS payment_count,
    p.first_payment_date,
    p.last_payment_date
FROM fact.councils AS k
LEFT JOIN counted AS c USING (council_id)
LEFT JOIN paid AS p USING (council_id)
LEFT JOIN fact.councils AS a ON a.council_id = k.combined_authority_id
LEFT JOIN fact.councils AS z ON z.council_id = k.successor_id
WHERE $1::VARCHAR IS NULL OR k.council_id = $1
ORDER BY k.is_member DESC, k.name, k.council_id
