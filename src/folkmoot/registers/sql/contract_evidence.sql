-- The places in the files that speak of one contract, newest first. $1: contract_id.
SELECT
    e.source_id,
    f.file,
    f.format,
    e.table_name,
    e.row_number,
    e.pointer,
    min(e.item_number) AS item_number,
    list(DISTINCT e.role ORDER BY e.role) AS roles,
    max(e.published_date) AS published_date
FROM fact.contract_evidence AS e
LEFT JOIN source.files AS f USING (source_id)
WHERE e.contract_id = $1
GROUP BY e.source_id, f.file, f.format, e.table_name, e.row_number, e.pointer
ORDER BY published_date DESC NULLS LAST, f.file, e.table_name, e.row_number, e.pointer
