"""Suppliers that may be people, and texts and pages without their names."""
