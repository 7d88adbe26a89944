"""Which council a written name or a file means, and the councils as facts."""
