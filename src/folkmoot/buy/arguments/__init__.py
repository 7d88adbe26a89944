"""What speaks for a proposal, what against, and what would make it grow."""
