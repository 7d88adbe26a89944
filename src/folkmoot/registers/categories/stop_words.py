"""Words that say that something is bought, not what: no evidence of a need."""

from __future__ import annotations

TELLS_NOTHING = frozenset([
    "a", "an", "the", "of", "for", "to", "and", "in", "on",
    "at", "by", "with", "from", "or", "as", "is", "be", "its",
    "into", "supply", "provision", "delivery", "service", "services", "contract", "contracts",
    "framework", "agreement", "tender", "quotation", "invitation", "quote", "itt", "rfq",
    "council", "borough",
    "district", "county", "city", "various", "new", "works", "ltd", "limited", "lot",
    "call", "off", "under", "award", "notice", "procurement",
])  # fmt: skip
"""Words of grammar, of procurement and of councils; only the learned reader drops them."""
