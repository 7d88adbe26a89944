-- Headline proposals, best first, then those that people set aside: $1 council, $2 service area or need, $3 and $4 the days
-- between which one could go live, $5 pounds a year at least; an empty one asks nothing.
SELECT o.*
FROM finding.buy_opportunities o
WHERE (o.is_headline OR o.is_set_aside)
  AND ($1 = '' OR o.opportunity_id IN (
        SELECT l.opportunity_id FROM finding.buy_opportunity_contracts l
        WHERE l.council_id = $1))
  AND ($2 = '' OR lower(o.service_area) = lower($2) OR o.need_id = $2
       OR contains(lower(o.need_label), lower($2)))
  AND ($3 = '' OR o.go_live_to_date >= try_cast($3 AS DATE))
  AND ($4 = '' OR o.go_live_from_date <= try_cast($4 AS DATE))
  AND ($5 = '' OR o.value_mid_gbp >= try_cast($5 AS DECIMAL(18, 2)))
ORDER BY o.is_set_aside, o.rank
