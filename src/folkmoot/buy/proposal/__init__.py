"""One proposal with all that is said of it, before it is put in words."""
