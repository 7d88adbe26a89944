-- Contracts first told of after $1, with what could show that several councils buy: the
-- councils that the buyer's name means, and those that its notice lists beside one another.
WITH told AS (
    SELECT contract_id, min(published_date) AS first_told_date
    FROM fact.contract_evidence WHERE role = 'contract' GROUP BY contract_id
),
listed AS (
    SELECT b.bundle_id, b.release_link, list(DISTINCT n.council_id ORDER BY n.council_id) AS councils
    FROM clean.contract_buyers b
    JOIN fact.council_names n ON n.published_name = b.buyer_name
    WHERE n.council_id IS NOT NULL AND coalesce(b.release_link, '') <> ''
    GROUP BY ALL HAVING count(DISTINCT n.council_id) > 1
),
beside AS (
    SELECT e.contract_id, min(l.councils) AS councils
    FROM fact.contract_evidence e
    JOIN clean.contracts k USING (source_id, table_name, row_number, item_number)
    JOIN listed l ON l.bundle_id = k.bundle_id AND l.release_link = k.release_link
    WHERE e.role = 'contract' GROUP BY e.contract_id
),
named AS (
    SELECT published_name, min(council_ids) AS council_ids
    FROM fact.council_names WHERE len(council_ids) > 1 GROUP BY published_name
)
SELECT
    c.contract_id, c.council_id, c.buyer_name, c.title, left(c.description, 2000) AS description,
    c.need_id, c.need_confidence, c."references", c.start_date, c.awarded_date,
    coalesce(t.first_told_date, c.published_date, c.awarded_date) AS told_date,
    named.council_ids AS named_councils, beside.councils AS listed_councils
FROM fact.contracts c
LEFT JOIN told t USING (contract_id)
LEFT JOIN beside USING (contract_id)
LEFT JOIN named ON named.published_name = c.buyer_name
WHERE coalesce(t.first_told_date, c.published_date, c.awarded_date) > $1
ORDER BY c.contract_id
