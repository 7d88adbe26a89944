"""Groups of contracts that could be one purchase: found, scored, packed."""
