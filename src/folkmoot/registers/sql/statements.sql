-- What one release said, for files that are not tables.
-- $1: source_id; $2: table_name; $3: row_number; $4: pointer.
SELECT
    process_id,
    notice_id,
    reference,
    buyer_name,
    title,
    description,
    cpv_codes,
    category_text,
    stage,
    status,
    kind,
    procedure_text,
    value_gbp,
    value_basis,
    ceiling_gbp,
    start_date,
    end_date,
    latest_end_date,
    extension_text,
    published_date,
    awarded_date
FROM clean.contracts
WHERE source_id = $1 AND table_name = $2 AND row_number = $3 AND pointer = $4
ORDER BY item_number
