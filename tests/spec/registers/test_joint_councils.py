"""A contract of several councils is one row, and each council after the first has it too."""

from __future__ import annotations

from oracle import registers as oracle

from folkmoot.core.schema import table
from folkmoot.registers.contracts.joint_councils import joint_councils
from folkmoot.registers.tables import FACT_CONTRACTS

JOINT = table(
    "stage",
    "joint",
    "A name of several councils.",
    ("published_name", "text", ""),
    ("first_council", "text", ""),
    ("further_council", "text", ""),
)


def test_every_council_after_the_first_has_the_contract(check) -> None:
    check(
        joint_councils,
        oracle=oracle.joint_councils,
        inputs={
            "contracts": (
                FACT_CONTRACTS,
                """
                contract_id | council_id | buyer_name
                three       | E1         | E1, E2 and E3
                again       | E1         | E1, E2 and E3
                alone       | E1         | E1
                other       | E9         | E1, E2 and E3
                nobody      |            | E1, E2 and E3
                nameless    | E1         |
                """,
            ),
            "joint": (
                JOINT,
                """
                published_name | first_council | further_council
                E1, E2 and E3  | E1            | E2
                E1, E2 and E3  | E1            | E3
                """,
            ),
        },
        expected="""
        contract_id | council_id
        three       | E2
        three       | E3
        again       | E2
        again       | E3
        """,
    )
