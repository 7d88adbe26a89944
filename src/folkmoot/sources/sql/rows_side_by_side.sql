-- What became of the physical rows that tables side by side share, each row once: refused
-- where any table refused its part, kept where one kept it and none refused, else
-- furniture; counted for the leftmost table that holds the row. `{lost}` lists the rows of
-- these tables that were not kept, `{before}` the sources accounted for by an earlier build.
WITH beside AS (
    SELECT *
    FROM source.tables
    WHERE beside <> '' AND source_id NOT IN (SELECT source_id FROM {before})
),

spread AS (
    SELECT
        source_id,
        beside,
        table_name,
        kind,
        row_count > 0 AS is_counted,
        unnest(range(first_row, first_row + row_count + shared_rows)) AS row_number
    FROM beside
),

told AS (
    SELECT
        s.source_id,
        s.beside,
        s.row_number,
        s.table_name,
        s.is_counted,
        coalesce(l.outcome, if(s.kind = 'none', 'refused', 'kept')) AS outcome,
        coalesce(l.kind, CASE s.kind
            WHEN 'none' THEN 'table_not_understood'
            WHEN 'payments' THEN 'payment'
            WHEN 'contract_suppliers' THEN 'supplier'
            WHEN 'contract_buyers' THEN 'buyer'
            ELSE 'contract'
        END) AS kind
    FROM spread AS s
    LEFT JOIN {lost} AS l USING (source_id, table_name, row_number)
),

once AS (
    SELECT
        source_id,
        max(table_name) FILTER (is_counted) AS table_name,
        first(struct_pack(outcome, kind) ORDER BY
            CASE outcome WHEN 'refused' THEN 1 WHEN 'kept' THEN 2 ELSE 3 END,
            is_counted DESC,
            table_name,
            kind) AS told
    FROM told
    GROUP BY source_id, beside, row_number
)

SELECT
    source_id,
    table_name,
    told.outcome AS outcome,
    told.kind AS kind,
    count(*)::BIGINT AS row_count
FROM once
GROUP BY ALL
