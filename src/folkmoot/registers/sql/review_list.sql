-- Questions of one topic with the councils that they touch.
-- $1: topic; $2: words looked for, or NULL; $3: council's GSS code, or NULL;
-- $4: pounds touched at least, or NULL; $5 and $6: score from, and below, or NULL;
-- $7: the need suggested, or NULL; $8: how to sort.
WITH asked AS (
    SELECT * FROM fact.reviews WHERE topic = $1
),

-- Two suppliers touch whoever bought from them or paid them; else a contract is touched.
named AS (
    SELECT a.subject, n.supplier_id
    FROM asked AS a
    JOIN fact.supplier_names AS n ON n.name_id IN (a.one_id, a.other_id)
    WHERE a.topic = 'supplier'
    GROUP BY ALL
),

touched AS (
    SELECT a.subject, c.council_id
    FROM asked AS a
    JOIN fact.contracts AS c ON c.contract_id IN (a.one_id, a.other_id)
    WHERE a.topic <> 'supplier'
    UNION
    SELECT n.subject, c.council_id
    FROM named AS n
    JOIN fact.contract_suppliers AS s USING (supplier_id)
    JOIN fact.contracts AS c USING (contract_id)
    UNION
    SELECT n.subject, p.council_id
    FROM named AS n
    JOIN fact.payments AS p USING (supplier_id)
),

-- A contract of several councils touches them all.
joined AS (
    SELECT subject, council_id FROM touched
    UNION
    SELECT a.subject, j.council_id
    FROM asked AS a
    JOIN fact.joint_councils AS j ON j.contract_id IN (a.one_id, a.other_id)
    WHERE a.topic <> 'supplier'
),

councils AS (
    SELECT t.subject, list(k.council_id) AS ids, list(k.name ORDER BY k.name) AS names
    FROM joined AS t
    JOIN fact.councils AS k USING (council_id)
    GROUP BY t.subject
),

-- Contracts of one title are told apart by whom they are with.
suppliers AS (
    SELECT a.subject, list(DISTINCT s.display_name ORDER BY s.display_name) AS names
    FROM asked AS a
    JOIN fact.contract_suppliers AS cs ON cs.contract_id = a.one_id
    JOIN fact.suppliers AS s USING (supplier_id)
    WHERE a.topic = 'category'
    GROUP BY a.subject
)

SELECT a.*, coalesce(c.names, []) AS councils, coalesce(s.names, []) AS suppliers
FROM asked AS a
LEFT JOIN councils AS c USING (subject)
LEFT JOIN suppliers AS s USING (subject)
WHERE
    (
        $2::VARCHAR IS NULL
        OR contains(lower(concat_ws(' ', a.one_label, a.other_label)), lower($2))
    )
    AND ($3::VARCHAR IS NULL OR list_contains(c.ids, $3))
    AND ($4::DECIMAL(18, 2) IS NULL OR a.amount_gbp >= $4)
    AND ($5::DOUBLE IS NULL OR a.score >= $5)
    AND ($6::DOUBLE IS NULL OR a.score < $6)
    AND ($7::VARCHAR IS NULL OR a.other_label = $7)
ORDER BY
    CASE WHEN $8 = 'score' THEN a.score END DESC NULLS LAST,
    CASE WHEN $8 = 'label' THEN lower(a.one_label) END,
    a.amount_gbp DESC NULLS LAST,
    a.contract_count DESC,
    a.subject
