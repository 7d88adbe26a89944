"""The CPV tree, and the subjects that words of a title name."""
