"""What people should look at, which comes first, and the evidence side by side."""
