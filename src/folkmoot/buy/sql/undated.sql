-- Member contracts for a need that take no part, as their end is not published or cannot be.
SELECT w.contract_id, w.council_id, n.name AS council_name, w.need_id, c.title, w.left_out
FROM buy_windows_found w
JOIN fact.contracts c USING (contract_id)
JOIN fact.councils n ON n.council_id = w.council_id
WHERE w.need_id <> '' AND w.left_out IN ('no end date', 'ends before it starts') AND w.is_member
ORDER BY w.need_id, w.contract_id
