-- What the words of each of the contracts say of extending or leaving it, in their order.
SELECT contract_id, kind, option_count, length_months, length_days, total_months, day_date,
       condition, field, words, words_start, words_end
FROM fact.contract_options
WHERE contract_id IN (SELECT unnest($1::VARCHAR[]))
ORDER BY contract_id, option_number
