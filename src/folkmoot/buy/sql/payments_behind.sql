-- The largest payments that each of the contracts' value was read from, at most $2 each.
SELECT p.contract_id, f.source_id, coalesce(s.file, f.source_id) AS file,
       f.table_name AS sheet, f.row_number AS "row", '' AS pointer
FROM buy_payments_found p
JOIN fact.payments f USING (council_id, supplier_id)
LEFT JOIN source.files s USING (source_id)
WHERE p.contract_id IN (SELECT unnest($1::VARCHAR[]))
  AND f.payment_date >= date_trunc('month', p.council_last_date) - INTERVAL 11 MONTH
QUALIFY row_number() OVER (
    PARTITION BY p.contract_id
    ORDER BY abs(f.amount_gbp) DESC, f.source_id, f.table_name, f.row_number) <= $2
ORDER BY p.contract_id, abs(f.amount_gbp) DESC, f.source_id, f.table_name, f.row_number
