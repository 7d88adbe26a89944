"""What the search knows of one contract: its window, its reach, its worth."""
