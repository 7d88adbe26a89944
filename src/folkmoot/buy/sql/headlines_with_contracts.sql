-- The headline proposals, best first, a contract a row.
SELECT o.rank, o.need_id, o.go_live_from_date, o.go_live_to_date, k.contract_id, k.council_id
FROM finding.buy_opportunities o
JOIN finding.buy_opportunity_contracts k USING (opportunity_id)
WHERE o.is_headline AND k.is_member
ORDER BY o.rank, k.contract_id
