"""Figures with their errors: what the design, the weights and raking do to them."""
