-- Members' contracts with their windows, and what a simple way of grouping needs of them.
SELECT
    w.contract_id, w.council_id, w.need_id, w.end_date, w.left_out,
    w.window_from_date, w.window_to_date, c.title, c.cpv_codes, c.end_method,
    coalesce(c.value_gbp, 0) AS value_gbp, s.suppliers
FROM finding.buy_windows w
JOIN fact.contracts c USING (contract_id)
LEFT JOIN (
    SELECT l.contract_id, list(DISTINCT f.supplier_id ORDER BY f.supplier_id) AS suppliers
    FROM fact.contract_suppliers l JOIN fact.suppliers f USING (supplier_id)
    GROUP BY l.contract_id
) s USING (contract_id)
WHERE w.is_member
ORDER BY w.contract_id
