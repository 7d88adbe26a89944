"""What the columns and rows of a published table are, by map or by recognition."""
