"""Suppliers that may be natural persons, and texts without their names.

Published files name sole traders, foster carers, landlords and people paid directly.
Hiding an organisation costs a reader one lookup in the published file; showing a
person cannot be undone. So, when in doubt, hide.
"""

from __future__ import annotations

from collections.abc import Collection

INDIVIDUAL = "an individual"
"""What every page, export and address shows instead of the name."""


def individual_reason(
    name: str, *, scheme: str = "", identifier: str = "", category: str = ""
) -> str | None:
    """The rule by which this supplier may be a natural person; none for an organisation."""
    raise NotImplementedError


def without_names(text: str, names: Collection[str]) -> str:
    """The text with each of the names replaced by `an individual`, and no contact details."""
    raise NotImplementedError
