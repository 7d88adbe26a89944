"""Who holds the need today, and how concentrated it is now and if the group buys as one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.proposal.background import Background, Market, needs_of
from folkmoot.buy.proposal.case import (
    Case,
    Measure,
    Reason,
    counted,
    herfindahl,
    listed,
    pounds,
)
from folkmoot.buy.proposal.material import Material

FEWEST = 2
"""Contracts with supplier and value from which a share says anything."""
INCUMBENTS_TOLD = 5


def concentration(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """The incumbents, and the Herfindahl index by yearly value, now and after.

    The market is what the files hold for these needs, members and neighbours, and no more;
    the sentence says so. After: the group's whole goes to one supplier, at the least a
    newcomer, at the most the one who holds most outside the group.
    """
    return [*_incumbents(case, material), *_index(case, material, background)]


def _incumbents(case: Case, material: Material) -> list[Reason]:
    if not case.suppliers:
        return []
    held: dict[str, int] = defaultdict(int)
    for contract in case.contracts:
        for supplier in contract.supplier_ids:
            held[supplier] += 1
    order = sorted(held, key=lambda s: (-held[s], material.supplier_names[s], s))
    told = [
        f"{material.supplier_names[s]}"
        + (f" ({held[s]} contracts)" if held[s] > 1 else "")
        for s in order[:INCUMBENTS_TOLD]
    ]
    more = len(order) - len(told)
    names = f"{', '.join(told)} and {more} more" if more > 0 else listed(told)
    known = [c.contract_id for c in case.contracts if c.supplier_ids]
    return [
        Reason(
            f"Incumbents: {names}.",
            Measure("different incumbents", len(order), "suppliers"),
            tuple(known),
        )
    ]


def _index(case: Case, material: Material, background: Background) -> list[Reason]:
    ours = set(case.ids)
    market = _market(case, material, background)
    group = [c for c in market.contracts if c.contract_id in ours]
    if len(market.contracts) < FEWEST or not group:
        return []
    others = [c for c in market.contracts if c.contract_id not in ours]
    outside = _without(market, group)
    bought = sum((c.yearly.mid or Decimal(0) for c in group), Decimal(0))
    least = herfindahl([*outside.values(), bought])
    most = least
    if outside:
        largest = max(outside, key=lambda s: (outside[s], s))
        rest = [share for supplier, share in outside.items() if supplier != largest]
        most = herfindahl([*rest, outside[largest] + bought])
    after = (
        f"{least:.2f}"
        if f"{least:.2f}" == f"{most:.2f}"
        else f"{least:.2f} to {most:.2f}"
    )
    alone = "" if outside else " They are all that these files hold for the need."
    return [
        Reason(
            f"Concentration over {counted(len(market.contracts), 'contract')} for this need "
            f"with supplier and value ({pounds(market.whole)} a year): Herfindahl index "
            f"{market.index:.2f} now, {after} if one supplier wins all that the group "
            f"buys.{alone}",
            Measure("Herfindahl index now", round(market.index, 2), "0 to 1"),
            tuple(c.contract_id for c in (*group, *others)),
        )
    ]


def _market(case: Case, material: Material, background: Background) -> Market:
    """What the files hold for the needs of a group; looked up once for each set of needs.

    The group's own contracts are among it: without a need no contract takes part.
    """
    needs = needs_of(case)
    known = background.markets.get(needs)
    if known is None:
        held = [
            c
            for c in material.contracts
            if c.need_id in needs and c.supplier_ids and c.yearly.mid
        ]
        shares = _shares(held)
        known = background.markets[needs] = Market(
            held,
            shares,
            Counter(s for c in held for s in c.supplier_ids),
            herfindahl(list(shares.values())),
            sum((c.yearly.mid or Decimal(0) for c in held), Decimal(0)),
        )
    return known


def _without(market: Market, group: Sequence[Contract]) -> dict[str, Decimal]:
    """What suppliers hold outside the group: taken from the whole, not added up anew."""
    shares, held = dict(market.shares), Counter(market.held)
    held.subtract(s for contract in group for s in contract.supplier_ids)
    for supplier, share in _shares(group).items():
        shares[supplier] -= share
        if held[supplier] == 0:
            del shares[supplier]
    return shares


def _shares(contracts: Iterable[Contract]) -> dict[str, Decimal]:
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for contract in contracts:
        together = len(contract.supplier_ids)
        whole = contract.yearly.mid or Decimal(0)
        share = whole / together if together > 1 else whole
        for supplier in contract.supplier_ids:
            shares[supplier] += share
    return dict(shares)
