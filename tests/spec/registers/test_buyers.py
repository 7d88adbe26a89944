"""What is visible on a day, who buys in each row."""

from __future__ import annotations

from datetime import date

from oracle import registers as oracle

from folkmoot.registers import steps
from folkmoot.registers.councils.file_buyers import buyers_of_files
from folkmoot.sources.tables import (
    CLEAN_CONTRACT_BUYERS,
    CLEAN_CONTRACTS,
    CLEAN_PAYMENTS,
)


def test_what_was_published_later_is_hidden(check) -> None:
    check(
        steps.visible_contracts,
        oracle=oracle.visible_contracts,
        inputs={
            "contracts": (
                CLEAN_CONTRACTS,
                """
                contract_row_id | published_date | awarded_date | start_date
                published       | 2022-06-01     |              | 2023-01-01
                later           | 2022-06-02     | 2022-01-01   | 2022-01-01
                awarded         |                | 2022-05-31   | 2024-01-01
                awarded_later   |                | 2022-06-02   | 2022-01-01
                undated         |                |              | 2025-01-01
                """,
            )
        },
        options={"as_of": date(2022, 6, 1)},
        expected="contract_row_id\npublished\nawarded\nundated",
    )


def test_payments_made_later_are_hidden(check) -> None:
    check(
        steps.visible_payments,
        oracle=oracle.visible_payments,
        inputs={
            "payments": (
                CLEAN_PAYMENTS,
                """
                row_number | payment_date
                1          | 2022-06-01
                2          | 2022-06-02
                3          |
                """,
            )
        },
        options={"as_of": date(2022, 6, 1)},
        expected="row_number:integer\n1\n3",
    )


def test_blank_links_link_nothing(check) -> None:
    check(
        steps.with_links,
        oracle=oracle.with_links,
        inputs={
            "rows": (
                CLEAN_CONTRACTS,
                """
                contract_row_id | release_link | award_link
                blank           | ""           | ""
                linked          | 1            | 1.0
                """,
            )
        },
        expected="""
            contract_row_id | release_link | award_link
            blank           |              |
            linked          | 1            | 1.0
            """,
    )


def test_a_bundle_lists_its_buyers_apart(check) -> None:
    check(
        steps.named_buyers,
        oracle=oracle.named_buyers,
        inputs={
            "contracts": (
                CLEAN_CONTRACTS,
                """
                contract_row_id | bundle_id | release_link | buyer_name
                a               | cf        | 1            |
                b               | cf        | 1            | Own Council
                c               | other     | 1            |
                d               | cf        |              |
                """,
            ),
            "contract_buyers": (
                CLEAN_CONTRACT_BUYERS,
                """
                row_number | bundle_id | release_link | buyer_name
                3          | cf        | 1            | Second Council
                2          | cf        | 1            | First Council
                """,
            ),
        },
        expected="""
            contract_row_id | buyer_name
            a               | First Council
            b               | Own Council
            c               |
            d               |
            """,
    )


def test_a_file_speaks_only_where_its_rows_do_not(check) -> None:
    check(
        steps.with_council,
        oracle=oracle.with_council,
        inputs={
            "rows": (
                CLEAN_CONTRACTS,
                """
                contract_row_id | source_id | buyer_name   | buyer_identifier
                named           | hinted    | Ash Council  |
                blank           | hinted    |              |
                stranger        | hinted    | Parks        |
                department      | declared  | Parks        |
                police          | declared  | Ash Police   |
                numbered        | hinted    |              | E1
                unknown         | neither   |              |
                """,
            ),
            "named": """
                published_name | scheme | identifier | council_id | sub_unit | is_other_body:boolean
                Ash Council    | ""     | ""         | X1         |          | false
                Parks          | ""     | ""         |            |          | false
                Ash Police     | ""     | ""         |            |          | true
                ""             | ""     | E1         | X3         |          | false
                """,
            "sources": """
                of_source | file_council | file_council_name | is_declared:boolean
                hinted    | X2           | Birch Council     | false
                declared  | X2           | Birch Council     | true
                """,
        },
        expected="""
            contract_row_id | council_id | buyer_name    | sub_unit
            named           | X1         | Ash Council   |
            blank           | X2         | Birch Council |
            stranger        |            | Parks         |
            department      | X2         | Parks         | Parks
            police          |            | Ash Police    |
            numbered        | X3         |               |
            unknown         |            |               |
            """,
    )


def test_the_only_council_of_a_file_is_told_from_several(check) -> None:
    check(
        buyers_of_files,
        oracle=oracle.buyers_of_files,
        inputs={
            "spoken": """
                source_id | buyer_name   | buyer_scheme | buyer_identifier | row_count:integer
                one       | Ash Council  |              |                  | 5374
                one       | ASH COUNCIL  |              |                  | 2
                one       |              |              |                  | 355
                two       | Ash Council  |              |                  | 3
                two       | Elm Council  |              |                  | 3
                two       |              |              |                  | 1
                mixed     | Ash Council  |              |                  | 3
                mixed     | Parks        |              |                  | 4
                mixed     |              |              |                  | 1
                silent    |              |              |                  | 7
                full      | Ash Council  |              |                  | 7
                numbered  |              |              | E2               | 2
                numbered  |              |              |                  | 1
                """,
            "named": """
                published_name | scheme | identifier | council_id
                Ash Council    | ""     | ""         | X1
                ASH COUNCIL    | ""     | ""         | X1
                Elm Council    | ""     | ""         | X2
                ""             | ""     | E2         | X2
                Parks          | ""     | ""         |
                """,
        },
        expected="""
            of_source | blank_count:integer|council_count:integer | other_count:integer|only_council
            one       | 355                 | 1                     | 0                   | X1
            two       | 1                   | 2                     | 0                   |
            mixed     | 1                   | 1                     | 4                   |
            silent    | 7                   | 0                     | 0                   |
            full      | 0                   | 1                     | 0                   | X1
            numbered  | 1                   | 1                     | 0                   | X2
            """,
    )
