"""What people can decide of the registers, and how decisions join or part things."""
