-- The department that pays each contract's supplier. A text that a council writes beside
-- payments to at least $2 suppliers is a department; a rarer one may name a person.
WITH known AS (
    SELECT council_id, service_text
    FROM fact.payments
    WHERE coalesce(service_text, '') <> ''
    GROUP BY council_id, service_text
    HAVING count(DISTINCT supplier_id) >= $2
)
SELECT c.contract_id, p.service_text AS department, count(*) AS payments,
       count(*) / sum(count(*)) OVER (PARTITION BY c.contract_id) AS share
FROM fact.contracts c
JOIN fact.contract_suppliers s USING (contract_id)
JOIN fact.payments p ON p.council_id = c.council_id AND p.supplier_id = s.supplier_id
JOIN known k ON k.council_id = p.council_id AND k.service_text = p.service_text
WHERE c.contract_id IN (SELECT unnest($1::VARCHAR[]))
GROUP BY c.contract_id, p.service_text
QUALIFY row_number() OVER (
    PARTITION BY c.contract_id ORDER BY count(*) DESC, p.service_text) = 1
ORDER BY c.contract_id
