"""What people can decide about the registers: suppliers, contracts, categories."""

from __future__ import annotations

from folkmoot.core.judgements import Topic

SAME, NOT_SAME, UNSURE = "same", "not-same", "unsure"
NEED = "is"
"""The verdict that says what a contract is for; the need is in the detail."""
_TWO = {
    SAME: "The same",
    NOT_SAME: "Not the same",
    UNSURE: "Unsure",
}
_EVERY_ONE = frozenset(_TWO)

SUPPLIERS = Topic(
    "supplier",
    "Suppliers",
    "Are these two the same supplier?",
    "two supplier ids, as ONE|OTHER",
    _TWO,
    _EVERY_ONE,
)
CONTRACTS = Topic(
    "contract",
    "Contracts",
    "Are these two the same contract?",
    "two entry ids (the page of a contract shows them), as ONE|OTHER",
    _TWO,
    _EVERY_ONE,
)
CATEGORIES = Topic(
    "category",
    "Categories",
    "What is this contract for?",
    "a contract id; the need goes into the detail, as need_id=cpv:4821",
    {NEED: "It is for this need", UNSURE: "Unsure"},
    frozenset({NEED, UNSURE}),
)
TOPICS = (SUPPLIERS, CONTRACTS, CATEGORIES)
