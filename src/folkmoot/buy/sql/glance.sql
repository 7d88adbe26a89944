-- One row: the group's joint-buying figures.
SELECT
    count(*) FILTER (WHERE is_headline) AS opportunities,
    coalesce(sum(contract_count) FILTER (WHERE is_headline), 0) AS contracts,
    sum(value_low_gbp) FILTER (WHERE is_headline) AS value_low_gbp,
    sum(value_mid_gbp) FILTER (WHERE is_headline) AS value_mid_gbp,
    sum(value_high_gbp) FILTER (WHERE is_headline) AS value_high_gbp,
    min(latest_safe_start_date) FILTER (WHERE is_headline AND latest_safe_start_date >= $1::DATE)
        AS next_safe_start_date
FROM finding.buy_opportunities
