-- Contracts that take part and whose need members share, so that a group could be made.
SELECT
    w.contract_id, w.council_id, w.is_member, w.need_id,
    w.window_from_date, w.window_to_date, w.end_date, w.latest_end_date,
    w.end_confidence, w.window_method, k.cluster_id,
    c.end_early_date, c.end_late_date,
    c.need_confidence, c.need_method, c.need_reason, c.end_method, c.kind, c.stage,
    c.value_gbp, c.value_basis, c.ceiling_gbp, c.start_date,
    -- A term in words counts from the award where no start is published.
    coalesce(c.start_date, c.awarded_date, c.published_date) AS term_from_date,
    c."references", c.title, left(c.description, 600) AS description, c.extension_text,
    c.published_date, c.statement_count, c.cpv_codes, c.sub_unit, c.buyer_name,
    p.paid_gbp, p.paid_count, p.covered_months,
    c.latest_end_method, c.option_count, c.option_months, c.options_in_end,
    c.first_end_date, c.earlier_end_date, c.break_date, c.notice_days,
    c.end_date AS published_end_date,
    c.contract_id IN (
        SELECT contract_id FROM fact.contract_options WHERE kind = 'break') AS has_break,
    a.after_count, a.after_months, a.after_gbp, a.first_after_date, a.last_after_date
FROM buy_windows_found w
JOIN buy_clusters_found k USING (contract_id)
JOIN fact.contracts c USING (contract_id)
LEFT JOIN buy_payments_found p USING (contract_id)
LEFT JOIN buy_after_found a USING (contract_id)
WHERE w.left_out = ''
ORDER BY w.contract_id
