-- Headline proposals of this build that hold any of the contracts, those with most first.
SELECT o.opportunity_id, o.need_label, count(*) AS shared
FROM finding.buy_opportunity_contracts l
JOIN finding.buy_opportunities o USING (opportunity_id)
WHERE o.is_headline AND l.is_member AND l.contract_id IN (SELECT unnest($1::VARCHAR[]))
GROUP BY o.opportunity_id, o.need_label, o.rank
ORDER BY shared DESC, o.rank
