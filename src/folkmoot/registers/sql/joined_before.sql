-- Suppliers of the build that were joined from several names, by their ids.
SELECT DISTINCT supplier_id
FROM fact.supplier_links
