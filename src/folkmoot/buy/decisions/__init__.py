"""What people decided about proposals, and what is under way."""
