# ruff: noqa: E501  (truth tables are as wide as they are)
"""When contracts end where no end is published, and what a supplier tells of a need."""

from __future__ import annotations

from oracle import registers as oracle

from folkmoot.registers import endings, supplier_needs

CONTRACTS = """
    id        | need_id | start_date:date | awarded_date:date | end_date:date | term_months:integer | words_term_months:integer | words_start_date:date | words_end_date:date | is_open_ended:boolean
    published | n       | 2020-04-01      |                   | 2021-01-01    | 36                  |                           |                       |                     | false
    term      | n       | 2020-04-01      | 2020-01-01        |               | 36                  | 12                        |                       | 2029-01-01          | false
    award     | n       |                 | 2020-04-01        |               | 36                  |                           |                       |                     | false
    mid       | n       | 2020-11-15      |                   |               |                     | 14                        | 2019-01-01            |                     | false
    said      | n       |                 | 2020-11-15        |               |                     | 12                        | 2021-04-01            |                     | false
    words     | n       |                 |                   |               |                     | 12                        |                       | 2022-03-31          | false
    usual     | n       | 2020-01-01      |                   |               |                     |                           |                       |                     | false
    rare      | m       | 2020-01-01      |                   |               |                     |                           |                       |                     | false
    rolling   | n       | 2020-01-01      |                   |               | 12                  |                           |                       | 2022-03-31          | true
    startless | n       |                 |                   |               | 12                  |                           |                       |                     | false
"""


def test_an_end_is_published_or_said_or_usual(check) -> None:
    check(
        endings.with_end,
        oracle=oracle.with_end,
        inputs={
            "contracts": CONTRACTS,
            "lengths": "of_need | usual_days:real | counted:integer\nn | 365 | 40",
        },
        expected="""
            id        | end_date:date | end_method
            published | 2021-01-01    | published
            term      | 2023-03-31    | term
            award     | 2023-03-31    | term
            mid       | 2022-01-14    | term
            said      | 2022-03-31    | term
            words     | 2022-03-31    | term
            usual     | 2020-12-31    | category_median
            rare      |               | none
            rolling   |               | none
            startless |               | none
            """,
    )


def test_a_median_needs_many_dated_contracts(check) -> None:
    heading = "need_id | need_confidence:real | start_date:date | end_date:date\n"
    many = "\n".join(
        f"n | 0.9 | 2020-01-01 | 2020-12-{day + 1:02}" for day in range(31)
    )
    few = "\n".join(["m | 0.9 | 2020-01-01 | 2021-01-01"] * 29)
    unsure = "\n".join(["u | 0.5 | 2020-01-01 | 2021-01-01"] * 40)
    check(
        endings.usual_lengths,
        oracle=oracle.usual_lengths,
        inputs={"contracts": heading + "\n".join([many, few, unsure])},
        expected="of_need | usual_days:real | counted:integer\nn | 350 | 31",
    )


SUPPLIERS = """
    group_id | supplier_id
    1        | one
    2        | one
    3        | many
    4        | many
    5        | many
    6        | one
    7        | many
    8        | pair
    8        | one
    9        | one
    9        | many
"""


def test_a_supplier_of_one_thing_is_told_from_one_of_many(check) -> None:
    check(
        supplier_needs.supplier_profiles,
        oracle=oracle.profiles,
        inputs={
            "suppliers": SUPPLIERS,
            "needs": """
                group_id | need_id  | need_confidence:real
                1        | cpv:9051 | 0.95
                2        | cpv:9051 | 0.6
                3        | cpv:3021 | 0.95
                4        | cpv:4861 | 0.95
                5        | cpv:7226 | 0.95
                6        | cpv:45   | 0.2
                """,
        },
        expected="""
            supplier_id | need_id  | first_count:integer | all_count:integer | share:real     | has_many_needs:boolean
            one         | cpv:9051 | 2                   | 2                 | 1              | false
            many        | cpv:3021 | 1                   | 3                 | 0.333333333333 | true
            """,
    )


def test_all_suppliers_must_agree(check) -> None:
    check(
        supplier_needs.needs_by_supplier,
        oracle=oracle.needs_by_supplier,
        inputs={
            "suppliers": SUPPLIERS,
            "profiles": """
                supplier_id | need_id  | first_count:integer | all_count:integer | share:real | has_many_needs:boolean
                one         | cpv:9051 | 5                   | 5                 | 1          | false
                pair        | cpv:9051 | 4                   | 5                 | 0.8        | false
                many        | cpv:3021 | 1                   | 3                 | 0.33       | true
                """,
        },
        expected="""
            group_id | need_id
            1        | cpv:9051
            2        | cpv:9051
            6        | cpv:9051
            8        | cpv:9051
            """,
    )
