"""Open Contracting releases: what is read of them, and what a process amounts to."""
