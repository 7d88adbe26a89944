-- Published spellings of suppliers that may be people.
SELECT DISTINCT n.published_name
FROM fact.supplier_names AS n
JOIN fact.suppliers AS s USING (supplier_id)
WHERE s.is_individual AND n.published_name <> ''
ORDER BY n.published_name
