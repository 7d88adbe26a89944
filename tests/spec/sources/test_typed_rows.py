# ruff: noqa: E501  (truth tables are as wide as they are)
"""What typed rows hold, and which issues are written beside them, as truth tables."""

from __future__ import annotations

from oracle import typed as reference

from folkmoot.core.schema import table
from folkmoot.sources import problems, steps
from folkmoot.sources.meanings import columns
from folkmoot.sources.tables import ALIGNED_CONTRACTS

READ = table(
    "clean", "read", "A contracts row as read.",
    *[(name, "text", "") for name in ("source_id", "table_name", "pointer", "outcome", "outcome_kind", "first_text")],
    ("row_number", "integer", ""), ("item_number", "integer", ""),
    *[(name, "text", "") for name in ("cpv_text", "term_text")],
    *[(f"{name}_text", "text", "") for name in reference.DATES],
    *[(f"{name}_date_problem", "text", "") for name in reference.DATES],
    *[(f"{name}_amount", "money", "") for name in reference.MONEYS],
    *[(f"{name}_problem", "text", "") for name in reference.MONEYS],
    *[(name, "text", "") for name in reference.MONEYS.values()],
    *[(f"{name}_date", "date", "") for name in reference.DATES], ("end_is_open", "boolean", ""),
)  # fmt: skip

TOLD = table(
    READ.stage, READ.name, READ.meaning,
    *[(column.name, column.type, "") for column in READ.columns],
    ("cpv_problem", "text", ""), ("term_problem", "text", ""),
)  # fmt: skip


def typed(contracts, read, cpvs, terms):
    read = steps.with_codes_and_terms(read, cpvs, terms)
    return steps.contracts(steps.kept_contracts(contracts, read))


def test_the_first_figure_that_is_not_nought_is_the_value_and_says_what_it_is(
    check,
) -> None:
    check(
        typed,
        oracle=reference.contracts,
        inputs={
            "contracts": (
                ALIGNED_CONTRACTS,
                """
                source_id | table_name | row_number | item_number | stage_text | title  | term_text              | extension_text
                s         | ""         | 1          |             | award      | Paper  | 3 years                |
                s         | ""         | 2          | 1           |            | Pens   | 3+1                    |
                s         | ""         | 2          | 2           |            | Ink    | 3+1                    | 1 year
                s         | ""         | 3          | 1           |            | Desks  | long                   | ""
                s         | ""         | 4          | 1           |            | Chairs | 1 year, option of 2    | ""
                s         | ""         | 5          | 1           |            | Total  |                        |
                s         | b          | 1          | 1           | tender     | Lamps  |                        |
                """,
            ),
            "read": (
                READ,
                """
                source_id | table_name | row_number | item_number | outcome | cpv_text   | term_text | value_amount | annual_amount | ceiling_amount | end_is_open
                s         | ""         | 1          |             | kept    | 72000000-5 | 3 years   | 12.00        | 4.00          | 50.00          |
                s         | ""         | 2          | 1           | kept    |            |           | 7.00         |               |                |
                s         | ""         | 2          | 2           | kept    | none       |           | 0.00         | 4.00          |                | true
                s         | ""         | 3          | 1           | kept    |            | long      |              | 0.00          | 50.00          | false
                s         | ""         | 4          | 1           | kept    |            |           |              |               | 0.00           |
                s         | ""         | 5          | 1           | refused |            |           | 12.00        |               |                |
                s         | b          | 1          | 1           | kept    |            |           |              |               |                |
                """,
            ),
            "cpvs": """
                text       | codes    | problem
                72000000-5 | 72000000 | ""
                none       |          | cpv_unreadable
            """,
            "terms": """
                text    | months:integer | problem
                3 years | 36             | ""
                long    |                | term_unreadable
            """,
        },
        expected="""
            contract_row_id | title  | item_number:integer | value_gbp:money | value_basis | ceiling_gbp:money | stage    | cpv_codes | term_months:integer | is_open_ended:boolean | extension_text
            "s||1|1"        | Paper  | 1                   | 12.00           | total       | 50.00             | award    | 72000000  | 36                  | false                 |
            "s||2|1"        | Pens   | 1                   | 7.00            | total       |                   | contract |           |                     | false                 | 3+1
            "s||2|2"        | Ink    | 2                   | 4.00            | annual      |                   | contract |           |                     | true                  | 1 year
            "s||3|1"        | Desks  | 1                   | 50.00           | ceiling     | 50.00             | contract |           |                     | false                 |
            "s||4|1"        | Chairs | 1                   |                 |             |                   | contract |           |                     | false                 | 1 year, option of 2
            "s|b|1|1"       | Lamps  | 1                   |                 |             |                   | tender   |           |                     | false                 |
        """,
    )


def test_codes_and_lengths_that_cannot_be_read_say_so(check) -> None:
    check(
        steps.with_codes_and_terms,
        oracle=reference.with_codes_and_terms,
        inputs={
            "rows": """
                row:integer | cpv_text   | term_text
                1           | 72000000-5 | 3 years
                2           | none       |
                3           |            | long
            """,
            "cpvs": """
                text       | codes    | problem
                72000000-5 | 72000000 | ""
                none       |          | cpv_unreadable
            """,
            "terms": """
                text    | months:integer | problem
                3 years | 36             | ""
                long    |                | term_unreadable
            """,
        },
        expected="""
            row:integer | codes    | cpv_problem    | months:integer | term_problem
            1           | 72000000 |                | 36             |
            2           |          | cpv_unreadable |                |
            3           |          |                |                | term_unreadable
        """,
    )


def test_a_listed_supplier_keeps_its_number_and_may_have_no_name(check) -> None:
    check(
        steps.suppliers_apart,
        oracle=reference.suppliers_apart,
        inputs={
            "read": """
                row:integer | supplier_number:integer | outcome | supplier_name | supplier_identifier
                1           | 3                       | kept    | Acorn; Birch  | 12345678
                2           | 1                       | kept    |               | 12345678
                3           | 2                       | kept    | " "           | 12345678
                4           | 1                       | kept    | TBC           |
                5           | 1                       | refused | Acorn         |
                6           | 1                       | kept    | Acorn         |
            """,
            "names": """
                text         | supplier_number:integer | name
                Acorn; Birch | 1                       | Acorn
                Acorn; Birch | 2                       | Birch
                Acorn        | 1                       | Acorn
            """,
        },
        expected="""
            row:integer | supplier_number:integer | supplier_name | supplier_identifier
            1           | 3                       | Acorn         | 12345678
            2           | 1                       |               | 12345678
            3           | 2                       |               | 12345678
            6           | 1                       | Acorn         |
        """,
    )


def test_a_number_is_read_with_the_scheme_beside_it_and_lost_where_it_has_no_form(
    check,
) -> None:
    check(
        columns.with_identifier,
        oracle=reference.with_identifier,
        inputs={
            "rows": """
                row:integer | supplier_identifier | supplier_scheme
                1           | 1234567             |
                2           | 1234567             | GB-CHC
                3           | n/a                 |
                4           | 99                  | GB-COH
                5           |                     | GB-COH
            """,
            "identifiers": """
                text    | published_scheme | scheme | identifier | problem
                1234567 | ""               | GB-COH | 01234567   | ""
                1234567 | GB-CHC           | GB-CHC | 1234567    | ""
                n/a     | ""               |        |            | ""
                99      | GB-COH           |        |            | identifier_unreadable
            """,
        },
        expected="""
            row:integer | identifier_text | supplier_scheme | supplier_identifier | identifier_problem
            1           | 1234567         | GB-COH          | 01234567            |
            2           | 1234567         | GB-CHC          | 1234567             |
            3           | n/a             |                 |                     |
            4           | 99              |                 |                     | identifier_unreadable
            5           |                 |                 |                     |
        """,
    )


def test_a_postcode_is_read_or_left_out(check) -> None:
    check(
        columns.with_postcode,
        oracle=reference.with_postcode,
        inputs={
            "rows": """
                row:integer | supplier_postcode
                1           | ab12cd
                2           | Leeds
                3           |
            """,
            "postcodes": """
                text   | postcode
                ab12cd | AB1 2CD
                Leeds  |
            """,
        },
        expected="""
            row:integer | supplier_postcode
            1           | AB1 2CD
            2           |
            3           |
        """,
    )


def test_a_listed_party_is_kept_by_its_name_or_its_id(check) -> None:
    check(
        steps.read_parties,
        oracle=reference.read_parties,
        inputs={
            "parties": """
                source_id | table_name | row_number:integer | pointer | position | filled_cells:integer | first_text | is_header_again:boolean | buyer_name | buyer_identifier
                s         | ""         | 1                  | ""      | header   | 3                    | id         | false                   | name       | id
                s         | ""         | 2                  | ""      | body     | 3                    | r1         | false                   | Acorn BC   |
                s         | ""         | 3                  | ""      | body     | 3                    | r2         | false                   |            | E07
                s         | ""         | 4                  | ""      | body     | 3                    | r3         | false                   | " "        |
                s         | ""         | 5                  | ""      | body     | 0                    |            | false                   |            |
            """
        },
        options={
            "name": "buyer_name",
            "identifier": "buyer_identifier",
            "rule": "no_buyer_given",
            "kept": "buyer",
        },
        expected="""
            row_number:integer | outcome   | outcome_kind
            1                  | furniture | header
            2                  | kept      | buyer
            3                  | kept      | buyer
            4                  | refused   | no_buyer_given
            5                  | furniture | blank
        """,
    )


def test_issues_of_payments(check) -> None:
    check(
        problems.payment_problems,
        oracle=reference.payment_problems,
        inputs={
            "read": """
                source_id | table_name | row_number:integer | pointer | outcome   | outcome_kind       | first_text | payment_date_text | payment_date_problem | amount_text   | amount_amount:money
                s         | ""         | 1                  | ""      | kept      | payment            | a          | 01/04/2019        |                      | 12            | 12.00
                s         | ""         | 2                  | ""      | kept      | payment            | a          | 31/02/2019        | date_impossible      | 12            | 12.00
                s         | ""         | 3                  | ""      | refused   | amount_unreadable  | a          | 31/02/2019        | date_impossible      | 1.2.3         |
                s         | ""         | 4                  | ""      | refused   | amount_missing     | a          |                   |                      |               |
                s         | ""         | 5                  | ""      | refused   | no_date_no_supplier | first     |                   |                      | 12            | 12.00
                s         | ""         | 6                  | ""      | kept      | payment            | a          |                   |                      | -2000000000   | -2000000000.00
                s         | ""         | 7                  | ""      | furniture | total              | Total      |                   |                      | 5000000000    | 5000000000.00
                s         | ""         | 8                  |         | refused   | amount_missing     | a          |                   |                      |               |
            """
        },
        expected="""
            row_number:integer | field             | value       | rule                | severity
            2                  | payment_date_text | 31/02/2019  | date_impossible     | cell
            3                  | amount_text       | 1.2.3       | amount_unreadable   | refused
            4                  | amount_text       | ""          | amount_missing      | refused
            5                  | ""                | first       | no_date_no_supplier | refused
            6                  | amount_text       | -2000000000 | value_looks_wrong   | note
        """,
    )


def test_issues_of_contracts_are_told_once_a_cell(check) -> None:
    check(
        problems.contract_problems,
        oracle=reference.contract_problems,
        inputs={
            "read": (
                TOLD,
                """
                source_id | table_name | row_number | item_number | pointer     | outcome   | outcome_kind  | first_text | start_date | end_date   | end_text   | end_date_problem | value_text | value_amount  | value_problem  | ceiling_text  | ceiling_amount | cpv_text | cpv_problem    | term_text | term_problem
                s         | ""         | 1          | 1           | /releases/0 | kept      | contract      | a          |            |            | 31/02/2019 | date_impossible  | POA        |               | money_in_words |               |                | none     | cpv_unreadable | long      | term_unreadable
                s         | ""         | 1          | 2           | /releases/0 | kept      | contract      | a          |            |            | 31/02/2019 | date_impossible  | POA        |               | money_in_words |               |                | none     | cpv_unreadable | long      | term_unreadable
                s         | ""         | 2          | 1           | ""          | kept      | contract      | a          | 2020-01-01 | 2019-12-31 | 31/12/2019 |                  | 1          | 1.00          |                | 0             | 0.00           |          |                |           |
                s         | ""         | 3          | 1           | ""          | refused   | names_nothing | a          | 2020-01-01 | 2019-12-31 |            | date_impossible  | 1          | 1.00          |                |               |                | none     | cpv_unreadable | long      | term_unreadable
                s         | ""         | 4          | 1           | ""          | furniture | total         | Total      |            |            |            |                  | 9999999999 | 9999999999.00 |                |               |                |          |                |           |
                s         | ""         | 5          | 1           | ""          | kept      | contract      | a          | 2020-01-01 | 2020-01-01 |            |                  | 1.01       | 1.01          |                | 2,000,000,000 | 2000000000.00  |          |                |           |
                """,
            )
        },
        expected="""
            row_number:integer | pointer     | field        | value         | rule              | severity
            1                  | /releases/0 | end_text     | 31/02/2019    | date_impossible   | cell
            1                  | /releases/0 | value_text   | POA           | money_in_words    | note
            1                  | /releases/0 | cpv_text     | none          | cpv_unreadable    | cell
            1                  | /releases/0 | term_text    | long          | term_unreadable   | cell
            2                  | ""          | value_text   | 1             | value_looks_wrong | note
            2                  | ""          | end_text     | 31/12/2019    | end_before_start  | note
            3                  | ""          | ""           | a             | names_nothing     | refused
            5                  | ""          | ceiling_text | 2,000,000,000 | value_looks_wrong | note
        """,
    )


def test_words_in_the_place_of_a_number_are_not_repeated(check) -> None:
    check(
        problems.identifier_problems,
        oracle=reference.identifier_problems,
        inputs={
            "read": """
                source_id | table_name | row_number:integer | pointer | outcome | identifier_text   | identifier_problem
                s         | ""         | 1                  | ""      | kept    | 12 34             | identifier_unreadable
                s         | ""         | 2                  | ""      | kept    | Wilhelmina Quibble | identifier_unreadable
                s         | ""         | 3                  | ""      | kept    | Quibble           | identifier_unreadable
                s         | ""         | 4                  | ""      | kept    | 7 Tamsin Quibble  | identifier_unreadable
                s         | ""         | 5                  | ""      | refused | 12 34             | identifier_unreadable
                s         | ""         | 6                  | ""      | kept    | 01234567          |
            """
        },
        expected="""
            row_number:integer | field               | value | rule                  | severity
            1                  | supplier_identifier | 12 34 | identifier_unreadable | cell
            2                  | supplier_identifier | ""    | identifier_unreadable | cell
            3                  | supplier_identifier | ""    | identifier_unreadable | cell
            4                  | supplier_identifier | ""    | identifier_unreadable | cell
        """,
    )


def test_a_cell_that_names_nobody_is_told_once(check) -> None:
    check(
        problems.unnamed_suppliers,
        oracle=reference.unnamed_suppliers,
        inputs={
            "read": """
                source_id | table_name | row_number:integer | pointer | item_number:integer | outcome | supplier_name
                s         | ""         | 1                  | ""      | 1                   | kept    | TBC
                s         | ""         | 1                  | ""      | 2                   | kept    | TBC
                s         | ""         | 2                  | ""      | 1                   | kept    | Acorn
                s         | ""         | 3                  | ""      | 1                   | kept    | " "
                s         | ""         | 4                  | ""      | 1                   | kept    |
                s         | ""         | 5                  | ""      | 1                   | refused | TBC
            """,
            "names": """
                text  | supplier_number:integer | name
                Acorn | 1                       | Acorn
            """,
        },
        expected="""
            row_number:integer | field         | value | rule              | severity
            1                  | supplier_name | TBC   | no_supplier_named | note
        """,
    )
