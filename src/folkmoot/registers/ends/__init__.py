"""When a contract ends and how far it may reach, from dates and from words."""
