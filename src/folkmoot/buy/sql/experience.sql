-- How often each council has let a contract for each of the needs, as far as is on record.
SELECT council_id, need_id, count(*) AS contracts,
       count(*) FILTER (WHERE kind IN ('framework', 'dynamic_market')) AS frameworks
FROM fact.contracts
WHERE need_id IN (SELECT unnest($1::VARCHAR[]))
  AND coalesce(status, '') NOT IN ('cancelled', 'unsuccessful')
  AND coalesce(stage, '') <> 'planned'
GROUP BY council_id, need_id
ORDER BY council_id, need_id
