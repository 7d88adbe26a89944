"""Bytes in, rows of text out: one reader for each kind of file, each within limits."""
