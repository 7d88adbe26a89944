-- Frameworks and dynamic markets on record for the needs, whoever set them up.
SELECT c.contract_id, c.council_id, n.name AS council_name, c.need_id, c.kind, c.title,
       greatest(c.end_date, coalesce(c.latest_end_date, c.end_date)) AS last_date,
       c.end_method
FROM fact.contracts c
JOIN fact.councils n USING (council_id)
WHERE c.need_id IN (SELECT unnest($1::VARCHAR[]))
  AND c.kind IN ('framework', 'dynamic_market')
  AND coalesce(c.status, '') NOT IN ('cancelled', 'unsuccessful')
  AND coalesce(c.stage, '') <> 'planned'
ORDER BY last_date DESC NULLS LAST, c.contract_id
