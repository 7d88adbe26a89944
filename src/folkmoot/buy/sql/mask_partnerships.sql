-- Takes away what buyers whose names mean several councils published: a partnership that is
-- known by name is no discovery.
DELETE FROM clean.contracts WHERE list_contains($1, buyer_name)
