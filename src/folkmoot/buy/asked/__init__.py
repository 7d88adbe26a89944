"""What a procurement lead asks next, a module a question."""
