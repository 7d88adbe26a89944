-- All that each of the contracts says of itself in words.
SELECT contract_id, coalesce(title, '') AS title, coalesce(description, '') AS description,
       coalesce(extension_text, '') AS extension_text,
       coalesce(procedure_text, '') AS procedure_text
FROM fact.contracts
WHERE contract_id IN (SELECT unnest($1::VARCHAR[]))
