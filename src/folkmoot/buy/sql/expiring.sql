-- Members' contracts that end from $1 to $2, soonest first; $3 a council or empty.
SELECT c.contract_id, n.name AS council_name, c.council_id, c.title, c.end_date,
       c.latest_end_date, c.end_method,
       coalesce(string_agg(DISTINCT s.display_name, '; ' ORDER BY s.display_name), '')
           AS suppliers,
       any_value(d.label) AS need_label, any_value(w.yearly_mid_gbp) AS yearly_mid_gbp,
       any_value(o.opportunity_id) AS opportunity_id
FROM fact.contracts c
JOIN fact.councils n USING (council_id)
LEFT JOIN fact.contract_suppliers cs USING (contract_id)
LEFT JOIN fact.suppliers s USING (supplier_id)
LEFT JOIN fact.needs d USING (need_id)
LEFT JOIN finding.buy_windows w USING (contract_id)
LEFT JOIN (
    SELECT l.contract_id, l.opportunity_id
    FROM finding.buy_opportunity_contracts l
    JOIN finding.buy_opportunities b USING (opportunity_id)
    WHERE b.is_headline
) o USING (contract_id)
WHERE c.is_member AND c.end_date BETWEEN $1::DATE AND $2::DATE
  AND coalesce(c.status, '') NOT IN ('cancelled', 'unsuccessful')
  AND ($3 = '' OR c.council_id = $3)
GROUP BY ALL
ORDER BY c.end_date, n.name, c.contract_id
