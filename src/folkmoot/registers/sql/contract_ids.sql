-- Ids of the contracts that match, those still to end first, soonest on top.
-- $1 as-of date; $2 words looked for, or NULL; $3 council's GSS code, or NULL;
-- $4 service area, or NULL; $5 and $6 end date from and to, or NULL;
-- $7 what to say of the end: 'known', 'unknown', or NULL; $8 members only;
-- $9 how to sort.
WITH told AS (
    SELECT
        c.contract_id,
        c.title,
        c.end_date,
        c.value_gbp,
        c.ceiling_gbp,
        c.buyer_name,
        c.category_text,
        c.references,
        coalesce(k.name, c.buyer_name) AS council_name,
        d.label AS need_label,
        (c.end_date - $1::DATE)::BIGINT AS days_left
    FROM fact.contracts AS c
    LEFT JOIN fact.councils AS k USING (council_id)
    LEFT JOIN fact.needs AS d USING (need_id)
    WHERE
        (
            $3::VARCHAR IS NULL
            OR c.council_id = $3
            OR c.contract_id IN (
                SELECT j.contract_id FROM fact.joint_councils AS j
                WHERE j.council_id = $3
            )
        )
        AND ($4::VARCHAR IS NULL OR d.service_area = $4)
        AND ($5::DATE IS NULL OR c.end_date >= $5)
        AND ($6::DATE IS NULL OR c.end_date <= $6)
        AND ($7::VARCHAR IS NULL OR (c.end_date IS NOT NULL) = ($7 = 'known'))
        AND (
            NOT $8::BOOLEAN
            OR c.is_member
            OR c.contract_id IN (
                SELECT j.contract_id
                FROM fact.joint_councils AS j
                JOIN fact.councils AS m USING (council_id)
                WHERE m.is_member
            )
        )
)

SELECT t.contract_id
FROM told AS t
WHERE
    $2::VARCHAR IS NULL
    OR contains(
        lower(concat_ws(
            ' ', t.title, t.council_name, t.buyer_name, t.category_text, t.need_label,
            array_to_string(t.references, ' ')
        )),
        lower($2)
    )
    OR t.contract_id IN (
        SELECT cs.contract_id
        FROM fact.contract_suppliers AS cs
        JOIN fact.suppliers AS s USING (supplier_id)
        WHERE contains(lower(s.display_name), lower($2))
    )
ORDER BY
    CASE WHEN $9 = 'value' THEN coalesce(t.value_gbp, t.ceiling_gbp, 0) END DESC,
    CASE WHEN $9 = 'council' THEN t.council_name END,
    CASE WHEN $9 = 'title' THEN lower(t.title) END,
    coalesce(t.days_left < 0, TRUE),
    t.end_date IS NULL,
    abs(t.days_left),
    lower(t.title),
    t.contract_id
