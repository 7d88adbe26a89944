"""Suppliers from published names, and how likely two names are one supplier."""
