"""Processes told by several releases, compiled alike by the reference and both engines."""

from __future__ import annotations

from typing import Any

from ibis import Table
from oracle import compiling

from folkmoot.sources.ocds import compile as steps
from folkmoot.sources.tables import CLEAN_CONTRACTS

STATEMENTS = (
    CLEAN_CONTRACTS,
    """
    contract_row_id | source_id | row_number | item_number | process_id | award_id | release_order | inherited_fields                     | buyer_name | title   | stage  | status   | value_gbp | end_date   | published_date
    a1              | a         | 1          | 1           | p          |          | 2020-01-01#1  | buyer_name title value_text end_text | Anytown    | Payroll | tender | complete | 100.00    | 2024-01-01 | 2020-01-01
    a2              | a         | 2          | 1           | p          | A1       | 2020-02-01#2  | buyer_name title end_text            |            |         | award  | active   | 90.00     |            | 2020-02-01
    a3              | a         | 2          | 2           | p          | A2       | 2020-02-01#2  | buyer_name                           |            | Lot 2   | award  | active   |           | 2023-01-01 | 2020-02-01
    b1              | b         | 1          | 1           | p          | A1       | 2020-03-01#1  | buyer_name title                     |            | Pay     | contract |        |           | 2025-01-01 | 2020-03-01
    b2              | b         | 2          | 1           | q          |          | 2020-03-01#2  | buyer_name title                     | Otherton   | Bins    | tender |          |           |            | 2020-03-01
    b3              | b         | 3          | 1           | r          |          | 2020-03-01#3  | title                                |            | Soon    | planned |         |           |            | 2020-03-01
    c1              | c         | 1          | 1           | r          |          | 2020-03-01#3  | title                                |            | Now     | tender |          |           |            | 2020-03-02
    d1              | d         | 1          | 1           | p          |          |               |                                      | Register   | A row   | contract |        |           |            |
    """,  # noqa: E501
)


def compiled_contracts(contracts: Table) -> Table:
    return steps.compiled_contracts(contracts, steps.placed_statements(contracts))


def compiled_statements(contracts: Table) -> Table:
    return steps.compiled_statements(steps.placed_statements(contracts))


def test_each_field_is_that_of_the_latest_release_that_gives_it(check: Any) -> None:
    check(
        compiled_contracts,
        oracle=compiling.compiled_contracts,
        inputs={"contracts": STATEMENTS},
        expected="""
        contract_row_id | award_id | buyer_name | title | stage    | status | value_gbp:money | end_date:date | published_date:date
        b1              | A1       | Anytown    | Pay   | contract | active | 90.00           | 2025-01-01    | 2020-03-01
        a3              | A2       | Anytown    | Lot 2 | award    | active |                 | 2023-01-01    | 2020-03-01
        b2              |          | Otherton   | Bins  | tender   |        |                 |               | 2020-03-01
        c1              |          |            | Now   | tender   |        |                 |               | 2020-03-02
        d1              |          | Register   | A row | contract |        |                 |               |
        """,  # noqa: E501
    )


def test_every_release_speaks_of_a_compiled_row(check: Any) -> None:
    check(
        compiled_statements,
        oracle=compiling.compiled_statements,
        inputs={"contracts": STATEMENTS},
        expected="""
        contract_row_id | statement_row_id
        b1              | a1
        a3              | a1
        b1              | a2
        a3              | a3
        b1              | b1
        b2              | b2
        c1              | b3
        c1              | c1
        d1              | d1
        """,
    )
