-- The payments after the end of each of the contracts, latest first, at most $2 each.
SELECT a.contract_id, f.source_id, coalesce(s.file, f.source_id) AS file,
       f.table_name AS sheet, f.row_number AS "row", '' AS pointer
FROM buy_after_found a
JOIN fact.payments f USING (council_id, supplier_id)
LEFT JOIN source.files s USING (source_id)
WHERE a.contract_id IN (SELECT unnest($1::VARCHAR[]))
  AND f.amount_gbp > 0 AND f.payment_date >= a.first_after_date
QUALIFY row_number() OVER (
    PARTITION BY a.contract_id
    ORDER BY f.payment_date DESC, f.source_id, f.table_name, f.row_number) <= $2
ORDER BY a.contract_id, f.payment_date DESC, f.source_id, f.table_name, f.row_number
