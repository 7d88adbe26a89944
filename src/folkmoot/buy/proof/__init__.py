"""Whether the ranking would have found what councils later did."""
