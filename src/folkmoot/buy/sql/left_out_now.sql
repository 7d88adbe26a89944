-- What became of each of the contracts in this build: why it takes no part, if it does not.
SELECT w.contract_id, w.left_out, n.name AS council_name, w.end_date
FROM finding.buy_windows w
LEFT JOIN fact.councils n ON n.council_id = w.council_id
WHERE w.contract_id IN (SELECT unnest($1::VARCHAR[]))
ORDER BY w.contract_id
