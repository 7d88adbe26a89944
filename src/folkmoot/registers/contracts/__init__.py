"""One contract from every statement about it, as people may have joined or parted it."""
