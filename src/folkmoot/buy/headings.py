"""The questions a procurement lead asks next: key in the document, heading for people."""

from __future__ import annotations

ASKED: tuple[tuple[str, str], ...] = (
    ("who_could_lead", "Who could lead"),
    ("frameworks", "Frameworks that could be called off instead"),
    ("binding_words", "Exclusivity and minimum volumes"),
    ("staff", "Whether staff would transfer"),
    ("lots", "Lots for small suppliers"),
    ("reorganisation", "Councils that end within the term"),
    ("concentration", "Incumbents and concentration"),
    ("per_head", "Value a head"),
    ("whom_to_ring", "Whom to ring"),
)
"""In the order of asking; a test holds the keys and the answers together."""
