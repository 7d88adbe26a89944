-- The age of each source: the latest day of payment or publication that its rows carry.
-- A register carries neither; there the latest start of a contract has to do.
UPDATE source.files SET latest_date = told.latest
FROM (
    SELECT source_id, coalesce(max(said), max(started)) AS latest
    FROM (
        SELECT source_id, payment_date AS said, NULL::DATE AS started FROM clean.payments
        UNION ALL
        SELECT source_id, greatest(published_date, awarded_date), start_date
        FROM clean.contracts
    )
    GROUP BY source_id
) AS told
WHERE files.source_id = told.source_id
