"""What lies in `sources/`: files, archives opened, kinds told from bytes, the ledger."""
