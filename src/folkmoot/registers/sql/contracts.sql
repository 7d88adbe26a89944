-- Contracts that match, those still to end first, soonest on top.
-- $1 as-of date; $2 words looked for, or NULL; $3 council's GSS code, or NULL;
-- $4 service area, or NULL; $5 and $6 end date from and to, or NULL;
-- $7 what to say of the end: 'known', 'unknown', or NULL; $8 members only;
-- $9 one contract_id, or NULL; $10 how to sort.
WITH named AS (
    SELECT
        cs.contract_id,
        list(DISTINCT s.display_name ORDER BY s.display_name) AS suppliers
    FROM fact.contract_suppliers AS cs
    JOIN fact.suppliers AS s USING (supplier_id)
    GROUP BY cs.contract_id
),

told AS (
    SELECT
        c.*,
        coalesce(k.name, c.buyer_name) AS council_name,
        coalesce(n.suppliers, []) AS suppliers,
        d.label AS need_label,
        d.service_area,
        (c.end_date - $1::DATE)::BIGINT AS days_left
    FROM fact.contracts AS c
    LEFT JOIN fact.councils AS k USING (council_id)
    LEFT JOIN named AS n USING (contract_id)
    LEFT JOIN fact.needs AS d USING (need_id)
    WHERE
        ($9::VARCHAR IS NULL OR c.contract_id = $9)
        AND ($3::VARCHAR IS NULL OR c.council_id = $3)
        AND ($4::VARCHAR IS NULL OR d.service_area = $4)
        AND ($5::DATE IS NULL OR c.end_date >= $5)
        AND ($6::DATE IS NULL OR c.end_date <= $6)
        AND ($7::VARCHAR IS NULL OR (c.end_date IS NOT NULL) = ($7 = 'known'))
        AND (NOT $8::BOOLEAN OR c.is_member)
)

SELECT *
FROM told
WHERE
    $2::VARCHAR IS NULL
    OR contains(
        lower(concat_ws(
            ' ', title, council_name, buyer_name, category_text, need_label,
            array_to_string(suppliers, ' '), array_to_string("references", ' ')
        )),
        lower($2)
    )
ORDER BY
    CASE WHEN $10 = 'value' THEN coalesce(value_gbp, ceiling_gbp, 0) END DESC,
    CASE WHEN $10 = 'council' THEN council_name END,
    CASE WHEN $10 = 'title' THEN lower(title) END,
    coalesce(days_left < 0, TRUE),
    end_date IS NULL,
    abs(days_left),
    lower(title),
    contract_id
