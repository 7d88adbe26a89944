"""How sure a proposal is, 0 to 1: one formula, rising in each kind of evidence.

A weighted geometric mean, so that one thing nobody knows cannot be made good by three
that are certain; and never more than the need is: if that is a guess, sure dates do not
rescue the proposal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.scoring import is_delivered

WEIGHTS = {"need": 0.4, "end": 0.3, "value": 0.1, "council": 0.2}
"""What counts most for a joint purchase is that the need is one; then that the contracts
end; then that the buyers are who we think; the value decides least."""
VALUE_EVIDENCE = {
    "annual": 1.0,
    "total_over_term": 0.9,
    "payments": 0.7,
    "ceiling_over_term": 0.4,
    "none": 0.2,
}
DOUBTED_VALUE = 0.5
GUESSED_ENDS_MOST = 0.4
"""The most where fewer than two councils' ends stand on anything published: at best a lead."""
DELIVERED_MOST = 0.25
"""The most where all are goods without a published term: nobody says that any will be
bought again."""
NO_WORD_SHARED_MOST = 0.6
"""The most for the need where no telling word is shared: a category holds many needs."""
FLOOR = 0.01
"""Evidence is never taken to be quite nothing, so that the mean stays defined."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The four parts and what they come to."""

    need: float
    end: float
    value: float
    council: float
    most: float = 1.0
    """What the whole may come to, however sure the parts are."""

    @property
    def whole(self) -> float:
        """The weighted geometric mean of the parts, at most the need, to two decimals."""
        parts = {
            "need": self.need,
            "end": self.end,
            "value": self.value,
            "council": self.council,
        }
        logs = (
            weight * math.log(max(FLOOR, min(1.0, parts[name])))
            for name, weight in WEIGHTS.items()
        )
        return round(min(self.most, self.need, math.exp(math.fsum(logs))), 2)


def confidence(
    contracts: Sequence[Contract],
    *,
    likeness: Sequence[float],
    council_confidence: Mapping[str, float],
    shares_words: bool = True,
) -> Confidence:
    """The confidence in a group; `likeness` is of each contract to the medoid, in order.

    Need, end and value are means over the contracts; the council part is the least sure of
    the councils, as one wrong buyer breaks the group. Where the contracts do not share a
    telling word the need is at best fair.
    """
    count = len(contracts)
    need = math.fsum(
        contract.need_confidence * like
        for contract, like in zip(contracts, likeness, strict=True)
    )
    known = {c.council_id for c in contracts if not c.is_estimated}
    most = 1.0 if len(known) > 1 else GUESSED_ENDS_MOST
    if all(map(is_delivered, contracts)):
        most = min(most, DELIVERED_MOST)
    return Confidence(
        need=min(1.0 if shares_words else NO_WORD_SHARED_MOST, need / count),
        end=math.fsum(contract.end_confidence for contract in contracts) / count,
        value=math.fsum(_value_evidence(contract) for contract in contracts) / count,
        council=min(council_confidence.get(c.contract_id, 1.0) for c in contracts),
        most=most,
    )


def _value_evidence(contract: Contract) -> float:
    evidence = VALUE_EVIDENCE.get(contract.yearly.method, VALUE_EVIDENCE["none"])
    return evidence * DOUBTED_VALUE if contract.yearly.doubt else evidence
