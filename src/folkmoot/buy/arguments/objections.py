"""What speaks against a proposal: the questions a sceptical procurement lead would ask.

Each is said only when it is measured to be so; a proposal with none is rare, and then
says nothing rather than something harmless.
"""

from __future__ import annotations

from folkmoot.buy.arguments.at_odds import OF_DATA
from folkmoot.buy.arguments.ends import OF_ENDS
from folkmoot.buy.arguments.need import OF_NEED
from folkmoot.buy.arguments.parties import OF_PARTIES
from folkmoot.buy.proposal.case import Case, Reason
from folkmoot.buy.proposal.material import Material


def reasons_against(case: Case, material: Material) -> list[Reason]:
    """The objections: to the data first, then the need, the dates, money and parties."""
    found: list[Reason] = []
    for objection in (*OF_DATA, *OF_NEED, *OF_ENDS, *OF_PARTIES):
        found += objection(case, material)
    return found
