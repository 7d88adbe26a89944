-- The suppliers of each contract that takes part, by their names as shown.
SELECT cs.contract_id, cs.supplier_id, s.display_name, s.has_many_needs
FROM fact.contract_suppliers cs
JOIN fact.suppliers s USING (supplier_id)
JOIN buy_windows_found w USING (contract_id)
WHERE w.left_out = ''
ORDER BY cs.contract_id, s.display_name, cs.supplier_id
