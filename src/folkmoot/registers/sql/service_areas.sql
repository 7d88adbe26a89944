-- Service areas that some contract falls in.
SELECT n.service_area, count(*) AS contract_count
FROM fact.contracts AS c
JOIN fact.needs AS n USING (need_id)
WHERE n.service_area <> ''
GROUP BY n.service_area
ORDER BY n.service_area
