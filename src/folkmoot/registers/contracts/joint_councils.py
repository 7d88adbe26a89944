"""Contracts that several councils buy together, for each council after the first named.

A contract is one row with one value, under the council that its buyer's name puts first;
sums stay sums. Whoever asks for the contracts of a council asks for these as well.
"""

from __future__ import annotations

from ibis import Table


def joint_councils(contracts: Table, joint: Table) -> Table:
    """contract_id, council_id: each further council that the buyer's name of a contract names.

    `contracts` has `contract_id`, `council_id` and `buyer_name`; `joint` is the table of
    `SettledNames.joint`. Where another statement gave the contract to a council that the
    name does not put first, the name is not the buyer's and says nothing.
    """
    found = contracts.join(
        joint,
        [
            contracts.buyer_name == joint.published_name,
            contracts.council_id == joint.first_council,
        ],
    )
    return found.select(
        contract_id=found.contract_id, council_id=found.further_council
    ).distinct()
