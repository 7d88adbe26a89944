-- The age of each source: the latest day of payment, publication or award that its rows
-- carry. When a contract starts or ends says nothing of when it was published. A day after
-- the file was received is a typing error.
UPDATE source.files SET latest_date = told.latest
FROM (
    SELECT
        d.source_id,
        max(d.day) FILTER (f.received_date IS NULL OR d.day <= f.received_date) AS latest
    FROM (
        SELECT source_id, payment_date AS day FROM clean.payments
        UNION ALL
        SELECT source_id, published_date FROM clean.contracts
        UNION ALL
        SELECT source_id, awarded_date FROM clean.contracts
    ) AS d
    JOIN source.files AS f USING (source_id)
    GROUP BY d.source_id
) AS told
WHERE files.source_id = told.source_id
