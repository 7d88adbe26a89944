-- How one name of an organisation was published. $1: name_id.
SELECT n.published_name, n.scheme, n.identifier, n.supplier_id, s.display_name
FROM fact.supplier_names AS n
JOIN fact.suppliers AS s USING (supplier_id)
WHERE n.name_id = $1 AND NOT s.is_individual
ORDER BY n.published_name, n.scheme, n.identifier
