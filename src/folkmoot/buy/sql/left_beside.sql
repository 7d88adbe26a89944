-- Member contracts that take no part but bear on a need: no end date, or a framework.
SELECT w.contract_id, w.council_id, n.name AS council_name, w.need_id, w.left_out,
       c.kind, c.title, c.end_date, c.latest_end_date
FROM buy_windows_found w
JOIN fact.contracts c USING (contract_id)
JOIN fact.councils n ON n.council_id = w.council_id
WHERE w.need_id <> ''
  AND (w.left_out = 'framework beside a contract'
       OR (w.left_out = 'no end date' AND w.is_member))
ORDER BY w.need_id, w.contract_id
