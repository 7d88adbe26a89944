"""`survey.toml`: its questions and rules, read, checked, each fault with its line."""
