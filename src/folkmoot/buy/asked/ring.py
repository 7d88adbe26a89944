"""Whom to ring: the owner of each contract, by role and department, never by name."""

from __future__ import annotations

from collections import defaultdict

from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Measure, Reason
from folkmoot.buy.proposal.material import Material


def whom_to_ring(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """One role a council and department, where a department is published.

    The department is the one that the buyer's name gives, else the one that makes most
    of the payments to the contract's supplier.
    """
    held: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for contract in case.contracts:
        name = material.council_name(contract.council_id)
        paying = background.departments.get(contract.contract_id, "")
        if contract.sub_unit:
            held[(name, contract.sub_unit, "department as published")].append(
                contract.contract_id
            )
        elif paying:
            held[(name, paying, "the department that pays its supplier")].append(
                contract.contract_id
            )
    return [
        Reason(
            f"The contract owner in {department} at {name} ({how}).",
            Measure("contracts owned there", len(ids), "contracts"),
            tuple(ids),
        )
        for (name, department, how), ids in sorted(held.items())
    ]
