"""Names joined to suppliers: by people's judgements first, then by likely links."""
