# ruff: noqa: E501  (truth tables are as wide as they are)
"""Which statements speak of one contract, and what it then says."""

from __future__ import annotations

from oracle import registers as oracle

from folkmoot.core.schema import Column, TableSpec
from folkmoot.registers.contracts import grouping
from folkmoot.registers.contracts import merging as contracts
from folkmoot.registers.needs.judged import judged_needs
from folkmoot.registers.reviewing import queue as reviews
from folkmoot.sources.tables import CLEAN_CONTRACTS

STATEMENTS = TableSpec(
    "clean",
    "statements",
    "Statements with their council.",
    (
        *CLEAN_CONTRACTS.columns,
        Column("council_id", "text", ""),
        Column("sub_unit", "text", ""),
        Column("statement_count", "integer", ""),
    ),
)
NO_SUPPLIERS = "of_row | supplier_set"
NOTHING_SAID = "statement_id | k0"


def brought_together(statements, supplier_sets, said_same):
    units = grouping.statement_units(statements, supplier_sets)
    return grouping.grouped_statements(units, said_same)


def groups(
    check, statements: str, expected: str, suppliers: str = NO_SUPPLIERS
) -> None:
    check(
        brought_together,
        oracle=oracle.brought_together,
        inputs={
            "statements": (STATEMENTS, statements),
            "supplier_sets": suppliers,
            "said_same": NOTHING_SAID,
        },
        expected=expected,
    )


def test_suppliers_of_one_entry_share_it(check) -> None:
    groups(
        check,
        """
        contract_row_id | source_id | table_name | council_id | reference | title | value_gbp
        a1              | s         | t          | X1         | REF-100   | Gulls | 10.00
        a2              | s         | t          | X1         | ref 100   | GULLS | 10.00
        b               | s         | t          | X1         | REF-100   | Gulls | 20.00
        c               | s         | t          | X1         | REF-100   | Crows | 10.00
        blank1          | s         | t          | X1         | n/a       |       | 10.00
        blank2          | s         | t          | X1         | n/a       |       | 10.00
        """,
        """
        contract_row_id | group_id
        a1              | a1
        a2              | a1
        b               | b
        c               | c
        blank1          | blank1
        blank2          | blank2
        """,
    )


def test_two_files_meet_by_reference_and_title_or_supplier(check) -> None:
    groups(
        check,
        """
        contract_row_id | source_id | table_name | council_id | reference | title | start_date
        a               | s1        | t          | X1         | REF-100   | Gulls | 2020-01-01
        b               | s2        | t          | X1         | REF100    | gulls | 2020-01-01
        later           | s3        | t          | X1         | REF-300   | Gulls | 2021-01-01
        early           | s4        | t          | X1         | REF-300   | Gulls | 2020-01-01
        p               | s1        | t          | X1         | REF-200   | Owls  | 2020-01-01
        q               | s2        | t          | X1         | REF-200   | Birds | 2020-01-01
        other           | s2        | t          | X2         | REF-100   | Gulls | 2020-01-01
        nobody1         | s1        | t          |            | REF-900   | Gulls | 2020-01-01
        nobody2         | s2        | t          |            | REF-900   | Gulls | 2020-01-01
        """,
        """
        contract_row_id | group_id
        a               | a
        b               | a
        later           | later
        early           | early
        p               | p
        q               | p
        other           | other
        nobody1         | nobody1
        nobody2         | nobody2
        """,
        suppliers="of_row | supplier_set\np | firm\nq | firm",
    )


def test_lots_and_repeated_references_stay_apart(check) -> None:
    groups(
        check,
        """
        contract_row_id | source_id | table_name | council_id | process_id | award_id | reference | title
        lot1            | s1        | t          | X1         | ocds-1     | 1        | REF-100   | Gulls
        lot2            | s2        | t          | X1         | ocds-1     | 2        | REF-100   | Gulls
        again           | s3        | t          | X1         | ocds-1     | 1        | REF-100   | Gulls
        """,
        """
        contract_row_id | group_id
        lot1            | again
        lot2            | lot2
        again           | again
        """,
    )


def test_what_people_said_is_one_contract_is_one(check) -> None:
    """Entries with no key in common join by what was said; others stay as they were."""

    def judged(statements, supplier_sets, said):
        units = grouping.statement_units(statements, supplier_sets)
        nothing = said.filter(said.reference == "none").select(
            statement_id="reference", k0="reference"
        )
        own = grouping.grouped_statements(units, nothing)
        same = own.join(said, "reference")
        same = same.select("statement_id", k0="said").distinct()
        return grouping.grouped_statements(units, same)

    check(
        judged,
        oracle=oracle.said_together,
        inputs={
            "statements": (
                STATEMENTS,
                """
                contract_row_id | source_id | table_name | council_id | reference | title
                a               | s1        | t          | X1         | REF-100   | Gulls
                b               | s2        | t          | X1         | REF-200   | Owls
                again           | s3        | t          | X1         | REF-200   | Owls
                c               | s2        | t          | X1         | REF-300   | Terns
                """,
            ),
            "supplier_sets": NO_SUPPLIERS,
            "said": """
                reference | said
                REF-100   | s
                REF-200   | s
            """,
        },
        expected="""
        contract_row_id | group_id
        a               | a
        b               | a
        again           | a
        c               | c
        """,
    )


def test_a_part_moves_to_the_group_that_was_worked_out_for_it(check) -> None:
    check(
        grouping.parted_statements,
        oracle=oracle.parted_statements,
        inputs={
            "grouped": """
            contract_row_id | unit_id | group_id
            a               | a       | a
            a2              | a       | a
            b               | b       | a
            c               | c       | c
            """,
            "parts": """
            of_unit | part_id
            a       | a
            b       | b
            """,
        },
        expected="""
        contract_row_id | unit_id | group_id
        a               | a       | a
        a2              | a       | a
        b               | b       | b
        c               | c       | c
        """,
    )


def test_a_need_that_a_person_said_counts_and_no_other_changes(check) -> None:
    check(
        judged_needs,
        oracle=oracle.judged_needs,
        inputs={
            "needed": """
            group_id | need_id  | need_method | need_confidence:real | need_reason | more
            a        | cpv:9051 | title       | 0.5                  | bins        | 1
            b        |          | none        | 0.0                  | nothing     | 2
            c        | cpv:7731 | code        | 0.95                 | its code    | 3
            """,
            "contracts": """
            group_id | contract_id
            a        | one
            b        | two
            c        | three
            """,
            "said": """
            contract_id | said_need_id | said_reason
            two         | cpv:4821     | as I know
            three       | cpv:4821     | mistyped
            gone        | cpv:4821     | nobody
            """,
        },
        expected="""
        group_id | need_id  | need_method | need_confidence:real | need_reason | more
        a        | cpv:9051 | title       | 0.5                  | bins        | 1
        b        | cpv:4821 | judged      | 1.0                  | as I know   | 2
        c        | cpv:4821 | judged      | 1.0                  | mistyped    | 3
        """,
    )


def test_a_question_says_what_both_suppliers_touch(check) -> None:
    def asked(questions, contracts, supplied, payments):
        touched = reviews.touched_by_supplier(contracts, supplied, payments)
        return reviews.supplier_questions(questions, touched)

    check(
        asked,
        oracle=oracle.supplier_questions,
        inputs={
            "questions": """
            topic    | subject | one_supplier | other_supplier
            supplier | p|q     | p            | q
            supplier | q|r     | q            | r
            """.replace("p|q", '"p|q"').replace("q|r", '"q|r"'),
            "contracts": """
            contract_id | value_gbp:money
            c1          | 10.00
            c2          |
            """,
            "supplied": """
            contract_id | supplier_id
            c1          | p
            c2          | p
            c2          | q
            """,
            "payments": """
            supplier_id | amount_gbp:money
            q           | 5.00
            q           | -1.00
                        | 99.00
            """,
        },
        expected="""
        subject | contract_count:integer | amount_gbp:money
        "p|q"   | 3                      | 14.00
        "q|r"   | 1                      | 4.00
        """,
    )


def test_the_latest_word_counts_and_a_value_keeps_its_basis(check) -> None:
    check(
        lambda statements: contracts.merged_contracts(
            contracts.ordered_statements(
                statements.mutate(
                    group_id=statements.release_link,
                    process_key=statements.process_id.fill_null(""),
                    award_key=statements.award_id.fill_null(""),
                    reference_key=statements.reference.fill_null(""),
                    title_key=statements.title.fill_null(""),
                    supplier_set=statements.sub_unit,
                )
            )
        ),
        oracle=lambda statements: oracle.merged(
            [{**row, "group_id": row["release_link"]} for row in statements]
        ),
        inputs={
            "statements": (
                STATEMENTS,
                """
                contract_row_id | release_link | source_id | table_name | row_number | item_number | published_date | stage  | title | reference | end_date   | value_gbp | value_basis | statement_count
                a               | g            | s1        | t          | 1          | 1           | 2020-01-01     | tender | Old   | R1        | 2023-01-01 | 10.00     | ceiling     | 2
                b               | g            | s2        | t          | 1          | 1           | 2021-01-01     | award  | New   | R2        | 2024-01-01 |           | total       | 1
                c               | g            | s3        | t          | 1          | 1           | 2022-01-01     | award  |       | R1        |            |           |             | 1
                d               | h            | s3        | t          | 2          | 1           |                |        | Alone |           |            |           |             | 1
                """,
            )
        },
        expected="""
            group_id | title | end_date:date | value_gbp:money | value_basis | stage | references:list | statement_count:integer
            g        | New   | 2024-01-01    | 10.00           | ceiling     | award | [R1, R2]        | 4
            h        | Alone |               |                 |             |       | []              | 1
            """,
    )
