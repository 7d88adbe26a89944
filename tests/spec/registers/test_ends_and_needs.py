# ruff: noqa: E501  (truth tables are as wide as they are)
"""When contracts end where no end is published, and what a supplier tells of a need."""

from __future__ import annotations

from oracle import registers as oracle

from folkmoot.registers.ends import latest as latest_ends
from folkmoot.registers.ends import settled as endings
from folkmoot.registers.needs import by_supplier as supplier_needs

CONTRACTS = """
    id        | need_id | start_date:date | awarded_date:date | end_date:date | term_months:integer | words_term_months:integer | words_start_date:date | words_end_date:date | is_open_ended:boolean | stage    | status | published_date:date
    published | n       | 2020-04-01      |                   | 2021-01-01    | 36                  |                           |                       |                     | false                 |          |        |
    term      | n       | 2020-04-01      | 2020-01-01        |               | 36                  | 12                        |                       | 2029-01-01          | false                 |          |        |
    award     | n       |                 | 2020-04-01        |               | 36                  |                           |                       |                     | false                 |          |        |
    mid       | n       | 2020-11-15      |                   |               |                     | 14                        | 2019-01-01            |                     | false                 |          |        |
    said      | n       |                 | 2020-11-15        |               |                     | 12                        | 2021-04-01            |                     | false                 |          |        |
    words     | n       |                 |                   |               |                     | 12                        |                       | 2022-03-31          | false                 |          |        |
    usual     | n       | 2020-01-01      |                   |               |                     |                           |                       |                     | false                 |          |        |
    rare      | m       | 2020-01-01      |                   |               |                     |                           |                       |                     | false                 |          |        |
    rolling   | n       | 2020-01-01      |                   |               | 12                  |                           |                       | 2022-03-31          | true                 |          |        |
    startless | n       |                 |                   |               | 12                  |                           |                       |                     | false                 |          |        |
    notice    | n       |                 |                   |               | 12                  |                           |                       |                     | false                 | award    |        | 2020-06-01
    tendered  | n       |                 |                   |               | 12                  |                           |                       |                     | false                 | tender   |        | 2020-06-01
    class     | cpv:9051|                 | 2020-01-01        |               |                     |                           |                       |                     | false                 |          |        |
    group     | cpv:9052|                 | 2020-01-01        |               |                     |                           |                       |                     | false                 |          |        |
    division  | cpv:9091|                 | 2020-01-01        |               |                     |                           |                       |                     | false                 |          |        |
    any       | cpv:4521|                 | 2020-01-01        |               |                     |                           |                       |                     | false                 |          |        |
    needless  |         |                 | 2020-01-01        |               |                     |                           |                       |                     | false                 |          |        |
"""


def test_an_end_is_published_or_said_or_usual(check) -> None:
    check(
        endings.with_end,
        oracle=oracle.with_end,
        inputs={
            "contracts": CONTRACTS,
            "lengths": """
                level     | of_need  | usual_days:real | short_days:real | long_days:real | counted:integer
                class     | cpv:9051 | 365             | 300             | 700            | 40
                group     | cpv:905  | 730             | 365             | 1095           | 12
                division  | cpv:90   | 1095            | 365             | 1460           | 60
                workspace | ""       | 1461            | 365             | 1826           | 90
                """,
        },
        expected="""
            id        | end_date:date | end_method       | end_early_date:date | end_late_date:date
            published | 2021-01-01    | published        |                     |
            term      | 2023-03-31    | term             |                     |
            award     | 2023-03-31    | term             |                     |
            mid       | 2022-01-14    | term             |                     |
            said      | 2022-03-31    | term             |                     |
            words     | 2022-03-31    | term             |                     |
            usual     | 2024-01-01    | workspace_median | 2020-12-31          | 2024-12-31
            rare      | 2024-01-01    | workspace_median | 2020-12-31          | 2024-12-31
            rolling   |               | none             |                     |
            startless |               | none             |                     |
            notice    | 2021-05-31    | term             |                     |
            tendered  |               | none             |                     |
            class     | 2020-12-31    | category_median  | 2020-10-27          | 2021-12-01
            group     | 2021-12-31    | category_median  | 2020-12-31          | 2022-12-31
            division  | 2022-12-31    | division_median  | 2020-12-31          | 2023-12-31
            any       | 2024-01-01    | workspace_median | 2020-12-31          | 2024-12-31
            needless  | 2024-01-01    | workspace_median | 2020-12-31          | 2024-12-31
            """,
    )


def test_a_median_needs_five_dated_contracts_at_its_level(check) -> None:
    heading = (
        "need_id | need_confidence:real | start_date:date | end_date:date"
        " | term_months:integer | words_term_months:integer\n"
    )
    said = "\n".join(
        ["cpv:8531 | 0.9 | | | | 36"] * 4 + ["cpv:8531 | 0.9 | | | 25 | 36"]
    )
    many = "\n".join(
        f"cpv:9051 | 0.9 | 2020-01-01 | 2020-12-{day + 1:02} | |" for day in range(9)
    )
    few = "\n".join(["cpv:9052 | 0.9 | 2020-01-01 | 2021-01-01 | |"] * 4)
    unsure = "\n".join(["cpv:4521 | 0.5 | 2020-01-01 | 2021-01-01 | |"] * 40)
    check(
        endings.usual_lengths,
        oracle=oracle.usual_lengths,
        inputs={"contracts": heading + "\n".join([many, few, unsure, said])},
        expected="""
            level     | of_need  | usual_days:real | short_days:real | long_days:real | counted:integer
            class     | cpv:9051 | 339             | 337             | 341            | 9
            group     | cpv:905  | 341             | 338             | 366            | 13
            division  | cpv:90   | 341             | 338             | 366            | 13
            class     | cpv:8531 | 1096            | 1096            | 1096           | 5
            group     | cpv:853  | 1096            | 1096            | 1096           | 5
            division  | cpv:85   | 1096            | 1096            | 1096           | 5
            workspace | ""       | 354.5           | 339.25          | 662.25         | 18
            """,
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


LATEST = """
    id           | start_date:date | words_start_date:date | end_date:date | end_method | latest_end_date:date | words_latest_end_date:date | words_first_months:integer | words_option_count:integer | words_option_each:integer | words_option_months:integer | words_break_months:integer | words_notice_days:integer
    published    | 2020-04-01      |                       | 2023-03-31    | published  | 2025-03-31           |                            | 36                         | 1                          | 12                        | 12                          |                            |
    first_term   | 2020-04-01      |                       | 2023-03-31    | published  |                      |                            | 36                         | 2                          | 12                        | 24                          | 24                         | 90
    whole        | 2020-04-01      |                       | 2025-03-31    | published  |                      |                            | 36                         | 2                          | 12                        | 24                          |                            |
    second       | 2020-04-01      |                       | 2024-03-31    | published  |                      |                            | 36                         | 2                          | 12                        | 24                          |                            |
    unlike       | 2020-04-01      |                       | 2027-03-31    | published  |                      |                            | 36                         | 3                          |                           | 48                          |                            |
    contradicts  | 2020-04-01      |                       | 2029-03-31    | published  |                      |                            | 36                         | 2                          | 12                        | 24                          |                            |
    no_start     |                 |                       | 2023-02-28    | published  |                      |                            | 36                         | 1                          | 12                        | 12                          |                            |
    word_start   |                 | 2020-04-14            | 2023-03-31    | term       |                      |                            | 36                         | 1                          | 24                        | 24                          |                            |
    day          | 2020-04-01      |                       | 2023-03-31    | published  |                      | 2024-09-30                 |                            |                            |                           |                             |                            |
    day_past     | 2020-04-01      |                       | 2023-03-31    | published  |                      | 2022-09-30                 |                            |                            |                           |                             |                            |
    usual        | 2020-04-01      |                       | 2023-03-31    | category_median |                 |                            | 36                         | 1                          | 12                        | 12                          |                            |
    silent       | 2020-04-01      |                       | 2023-03-31    | published  |                      |                            |                            |                            |                           |                             |                            |
"""


def test_options_in_words_are_measured_against_the_dates(check) -> None:
    check(
        latest_ends.with_latest_end,
        oracle=oracle.with_latest_end,
        inputs={"contracts": LATEST},
        expected="""
            id          | latest_end_date:date | latest_end_method | first_end_date:date | options_in_end:integer | break_date:date
            published   | 2025-03-31           | published         |                     | 0                      |
            first_term  | 2025-03-31           | words             |                     | 0                      | 2022-03-31
            whole       | 2025-03-31           | in_end_date       | 2023-03-31          | 2                      |
            second      | 2025-03-31           | words             | 2023-03-31          | 1                      |
            unlike      | 2027-03-31           | in_end_date       | 2023-03-31          |                        |
            contradicts |                      | contradicted      |                     |                        |
            no_start    | 2024-02-29           | words             |                     |                        |
            word_start  | 2025-04-13           | words             |                     | 0                      |
            day         | 2024-09-30           | words             |                     |                        |
            day_past    |                      | none              |                     |                        |
            usual       |                      | none              |                     |                        |
            silent      |                      | none              |                     |                        |
            """,
    )
