-- Where in which file each of the contracts is spoken of; the contract itself first.
SELECT e.contract_id, e.source_id, coalesce(f.file, e.source_id) AS file,
       e.table_name AS sheet, e.row_number AS "row", e.pointer, f.latest_date
FROM fact.contract_evidence e
LEFT JOIN source.files f USING (source_id)
WHERE e.contract_id IN (SELECT unnest($1::VARCHAR[]))
GROUP BY ALL
ORDER BY e.contract_id, min(CASE e.role WHEN 'contract' THEN 0 ELSE 1 END),
         file, sheet, "row", e.pointer
