"""What the law asks of a proposal, from dated tables, and the notices it needs."""
