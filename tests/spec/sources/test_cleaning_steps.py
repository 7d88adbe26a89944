# ruff: noqa: E501  (truth tables are as wide as they are)
"""What becomes of published rows and cells, as truth tables."""

from __future__ import annotations

from oracle import sources as reference

from folkmoot.sources import outcomes, problems, steps
from folkmoot.sources.meanings import columns, contract_words
from folkmoot.sources.tables import ALIGNED_CONTRACTS, ALIGNED_PAYMENTS

PAYMENT_DATES = """
    source_id | table_name | field             | text       | day:date   | is_open_ended:boolean | problem
    s         | ""         | payment_date_text | 01/04/2019 | 2019-04-01 | false                 | ""
    s         | ""         | payment_date_text | 31/02/2019 |            | false                 | date_impossible
    other     | ""         | payment_date_text | 01/04/2019 | 2019-01-04 | false                 | ""
"""
MONEYS = """
    text      | amount:money | problem
    (12.00)   | -12.00       | ""
    1.234,56  |              | money_unreadable
    POA       |              | money_in_words
    $5        |              | money_other_currency
"""
ROWS = """
    source_id | table_name | row_number | pointer | position     | filled_cells | first_text          | is_header_again | payment_date_text | amount_text | currency_text | supplier_name
    s         | ""         | 1          | ""      | above_header | 1            | Spend over £500     | false           |                   |             |               |
    s         | ""         | 2          | ""      | above_header | 0            |                     | false           |                   |             |               |
    s         | ""         | 3          | ""      | header       | 3            | Date                | false           | Date              | Amount      |               | Supplier
    s         | ""         | 4          | ""      | body         | 3            | 01/04/2019          | false           | 01/04/2019        | 1,200.50    |               | Acorn Ltd
    s         | ""         | 5          | ""      | body         | 3            | 01/04/2019          | false           | 01/04/2019        | (12.00)     | gbp           | Acorn Ltd
    s         | ""         | 6          | ""      | body         | 3            | 31/02/2019          | false           | 31/02/2019        | £5          |               | Acorn Ltd
    s         | ""         | 7          | ""      | body         | 3            | 31/02/2019          | false           | 31/02/2019        | 5           |               | " "
    s         | ""         | 8          | ""      | body         | 3            | 01/04/2019          | false           | 01/04/2019        | 1.234,56    |               | Acorn Ltd
    s         | ""         | 9          | ""      | body         | 3            | 01/04/2019          | false           | 01/04/2019        | POA         |               | Acorn Ltd
    s         | ""         | 10         | ""      | body         | 3            | 01/04/2019          | false           | 01/04/2019        | $5          |               | Acorn Ltd
    s         | ""         | 11         | ""      | body         | 3            | 01/04/2019          | false           | 01/04/2019        | 5           | EUR           | Acorn Ltd
    s         | ""         | 12         | ""      | body         | 2            | 01/04/2019          | false           | 01/04/2019        |             |               | Acorn Ltd
    s         | ""         | 13         | ""      | body         | 3            | Date                | true            | Date              | Amount      |               | Supplier
    s         | ""         | 14         | ""      | body         | 0            |                     | false           |                   |             |               |
    s         | ""         | 15         | ""      | body         | 2            | Grand Total         | false           |                   | 1,188.50    |               |
    s         | ""         | 16         | ""      | body         | 2            | Total               | false           |                   | 1,188.50    |               | Total
    s         | ""         | 21         | ""      | body         | 2            | Cyfanswm            | false           |                   | 1,188.50    |               |
    s         | ""         | 17         | ""      | body         | 1            | 1,188.50            | false           |                   | 1188.50     |               |
    s         | ""         | 18         | ""      | body         | 1            | Prepared by finance | false           |                   |             |               | Prepared by finance
    s         | ""         | 19         | ""      | body         | 3            | 01/04/2019          | false           | 01/04/2019        | 40          |               | Total
    s         | ""         | 20         | ""      | body         | 2            | Total Gas Ltd       | false           |                   | 40          |               | Total Gas Ltd
    other     | ""         | 1          | ""      | body         | 3            | 01/04/2019          | false           | 01/04/2019        | -0.5        |               | Birch
"""
INPUTS = {
    "payments": (ALIGNED_PAYMENTS, ROWS),
    "dates": PAYMENT_DATES,
    "moneys": MONEYS,
}


def test_each_row_of_a_spend_table_is_kept_refused_or_furniture(check) -> None:
    check(
        steps.read_payments,
        oracle=reference.read_payments,
        inputs=INPUTS,
        expected="""
            source_id | row_number:integer | outcome   | outcome_kind          | amount_amount:money | payment_date:date
            s         | 1                  | furniture | title                 |                     |
            s         | 2                  | furniture | blank                 |                     |
            s         | 3                  | furniture | header                |                     |
            s         | 4                  | kept      | payment               | 1200.50             | 2019-04-01
            s         | 5                  | kept      | payment               | -12.00              | 2019-04-01
            s         | 6                  | kept      | payment               | 5.00                |
            s         | 7                  | refused   | no_date_no_supplier   | 5.00                |
            s         | 8                  | refused   | amount_unreadable     |                     | 2019-04-01
            s         | 9                  | refused   | amount_unreadable     |                     | 2019-04-01
            s         | 10                 | refused   | amount_other_currency |                     | 2019-04-01
            s         | 11                 | refused   | amount_other_currency |                     | 2019-04-01
            s         | 12                 | refused   | amount_missing        |                     | 2019-04-01
            s         | 13                 | furniture | repeated_header       |                     |
            s         | 14                 | furniture | blank                 |                     |
            s         | 15                 | furniture | total                 | 1188.50             |
            s         | 16                 | furniture | total                 | 1188.50             |
            s         | 21                 | furniture | total                 | 1188.50             |
            s         | 17                 | furniture | total                 | 1188.50             |
            s         | 18                 | furniture | footer                |                     |
            s         | 19                 | kept      | payment               | 40.00               | 2019-04-01
            s         | 20                 | kept      | payment               | 40.00               |
            other     | 1                  | kept      | payment               | -0.50               | 2019-01-04
        """,
    )


def counted(payments, dates, moneys):
    read = steps.read_payments(payments, dates, moneys)
    return steps.payment_accounting(payments, read.filter(read.outcome != "kept"))


def test_the_counts_of_a_spend_table_sum_to_its_rows(check) -> None:
    check(
        counted,
        oracle=reference.payment_counts,
        inputs=INPUTS,
        expected="""
            source_id | outcome   | kind                  | row_count:integer
            s         | kept      | payment               | 5
            s         | refused   | no_date_no_supplier   | 1
            s         | refused   | amount_unreadable     | 2
            s         | refused   | amount_other_currency | 2
            s         | refused   | amount_missing        | 1
            s         | furniture | title                 | 1
            s         | furniture | blank                 | 2
            s         | furniture | header                | 1
            s         | furniture | repeated_header       | 1
            s         | furniture | total                 | 4
            s         | furniture | footer                | 1
            other     | kept      | payment               | 1
        """,
    )


def test_what_was_kept_and_raises_no_question_is_not_looked_at_again(check) -> None:
    check(
        problems.rows_to_look_at,
        oracle=reference.rows_to_look_at,
        inputs={
            "payments": (
                ALIGNED_PAYMENTS,
                """
            source_id | table_name | row_number | payment_date_text | supplier_identifier
            s         | ""         | 1          | 01/04/2019        | 01234567
            s         | ""         | 2          | 31/02/2019        | 01234567
            s         | ""         | 3          | 01/04/2019        | see file
            s         | ""         | 4          | 01/04/2019        |
            s         | ""         | 5          |                   |
            s         | b          | 1          | 01/04/2019        |
        """,
            ),
            "clean": """
            source_id | table_name | row_number:integer | amount_gbp:money
            s         | ""         | 1                  | -5.00
            s         | ""         | 2                  | 5.00
            s         | ""         | 3                  | 5.00
            s         | ""         | 4                  | -2000000000.00
            s         | ""         | 5                  | 0.00
        """,
            "dates": PAYMENT_DATES,
            "identifiers": """
            text     | published_scheme | problem
            01234567 | ""               | ""
            see file | ""               | identifier_unreadable
            see file | GB-COH           | identifier_unreadable
        """,
        },
        expected="""
            source_id | table_name | row_number:integer
            s         | ""         | 2
            s         | ""         | 3
            s         | ""         | 4
            s         | b          | 1
        """,
    )


DATE_TEXTS = """
    source_id | table_name | field | text
    proved    | ""         | a     | 03/04/2019
    proved    | ""         | a     | 04/13/2019
    proved    | ""         | b     | 03/04/2019
    mixed     | ""         | a     | 03/04/2019
    mixed     | ""         | a     | 04/13/2019
    mixed     | ""         | a     | 13/04/2019
    plain     | ""         | a     | 2019-04-03
    plain     | ""         | a     | Rolling
"""
DATE_READS = """
    text       | day_first:date | month_first:date | order       | is_open_ended:boolean | problem
    03/04/2019 | 2019-04-03     | 2019-03-04       | either      | false                 | ""
    04/13/2019 |                | 2019-04-13       | month_first | false                 | ""
    13/04/2019 | 2019-04-13     |                  | day_first   | false                 | ""
    2019-04-03 | 2019-04-03     | 2019-04-03       | ""          | false                 | ""
    Rolling    |                |                  | ""          | true                  | ""
"""


def test_the_month_comes_first_only_where_the_whole_column_proves_it(check) -> None:
    check(
        columns.date_orders,
        oracle=reference.date_orders,
        inputs={"date_texts": DATE_TEXTS, "date_reads": DATE_READS},
        expected="""
            source_id | field | is_month_first:boolean | problem
            proved    | a     | true                   |
            proved    | b     | false                  | date_order_assumed
            mixed     | a     | false                  | date_order_mixed
            plain     | a     | false                  |
        """,
    )


def test_each_date_is_read_in_the_order_of_its_column(check) -> None:
    check(
        columns.dates,
        oracle=reference.dates,
        inputs={"date_texts": DATE_TEXTS, "date_reads": DATE_READS},
        expected="""
            source_id | field | text       | day:date   | is_open_ended:boolean | problem
            proved    | a     | 03/04/2019 | 2019-03-04 | false                 | ""
            proved    | a     | 04/13/2019 | 2019-04-13 | false                 | ""
            proved    | b     | 03/04/2019 | 2019-04-03 | false                 | ""
            mixed     | a     | 03/04/2019 | 2019-04-03 | false                 | ""
            mixed     | a     | 04/13/2019 |            | false                 | date_impossible
            mixed     | a     | 13/04/2019 | 2019-04-13 | false                 | ""
            plain     | a     | 2019-04-03 | 2019-04-03 | false                 | ""
            plain     | a     | Rolling    |            | true                  | ""
        """,
    )


def words(statements):
    return statements.mutate(
        stage=contract_words.stages(statements.stage_text),
        status=contract_words.statuses(statements.status_text),
        kind=contract_words.kinds(
            statements.kind_text, statements.title, statements.description
        ),
    )


def test_stage_status_and_kind_come_from_the_words_of_notices(check) -> None:
    check(
        words,
        oracle=reference.kinds_of,
        inputs={
            "statements": """
            row:integer | stage_text       | status_text | kind_text          | title                               | description
            1           | award            | active      | framework          | Call-off for paper                  |
            2           | Contract Notice  | Withdrawn   |                    | Framework for agency staff          |
            3           | planning         | planned     |                    | Waste DPS                           |
            4           | Pipeline notice  | Expired     | Call-off contract  | Paper                               |
            5           |                  | Live        |                    | Paper through the Northern framework |
            6           | tender           |             |                    | Staff competency framework          |
            7           | contract         | terminated  | Contract           | Framework of paper                  |
            8           |                  | Closed      |                    | Stationery                          |
            9           | contract         | awarded     |                    | Further competition under DPS 12    |
            """
        },
        expected="""
            row:integer | stage    | status    | kind
            1           | award    | active    | framework
            2           | tender   | cancelled | framework
            3           | planned  | planned   | dynamic_market
            4           | planned  | complete  | call_off
            5           | contract | active    | call_off
            6           | tender   |           |
            7           | contract | cancelled | contract
            8           | contract | complete  |
            9           | contract | active    | call_off
        """,
    )


def test_several_names_in_a_cell_are_several_suppliers_without_its_number(
    check,
) -> None:
    check(
        steps.suppliers_in_rows,
        oracle=reference.suppliers_in_rows,
        inputs={
            "read": """
            source_id | table_name | row_number:integer | pointer | item_number:integer | outcome | supplier_name | supplier_scheme | supplier_identifier | supplier_postcode
            s         | ""         | 1                  | ""      |                     | kept    | Acorn; Birch  |                 | 12345678            | AB1 2CD
            s         | ""         | 2                  | ""      | 1                   | kept    | Acorn         |                 | 12345678            | AB1 2CD
            s         | ""         | 3                  | ""      | 1                   | refused | Acorn         |                 | 12345678            | AB1 2CD
            s         | ""         | 4                  | ""      | 1                   | kept    | TBC           |                 |                     |
            """,
            "names": """
            text         | supplier_number:integer | name
            Acorn; Birch | 1                       | Acorn
            Acorn; Birch | 2                       | Birch
            Acorn        | 1                       | Acorn
            """,
        },
        expected="""
            row_number:integer | item_number:integer | supplier_number:integer | supplier_name | supplier_identifier | supplier_postcode
            1                  | 1                   | 1                       | Acorn         |                     |
            1                  | 1                   | 2                       | Birch         |                     |
            2                  | 1                   | 1                       | Acorn         | 12345678            | AB1 2CD
        """,
    )


def test_texts_are_folded_and_none_is_left_empty(check) -> None:
    check(
        columns.tidied,
        oracle=reference.tidied,
        inputs={
            "rows": """
            row:integer | a         | b
            1           | "x  y"    | ""
            2           | " "       | z
            3           | R&amp;D   | "u  v"
            """,
            "tidy": """
            text      | tidy
            "x  y"    | x y
            " "       |
            R&amp;D   | R&D
            """,
        },
        options={"columns": ("a", "b"), "hard": ("a",)},
        expected="""
            row:integer | a   | b
            1           | x y |
            2           |     | z
            3           | R&D | "u  v"
        """,
    )


def test_furniture_and_kept_kinds_never_share_a_name() -> None:
    assert not set(outcomes.FURNITURE) & set(outcomes.KEPT)


def test_the_awards_of_one_release_share_its_outcome(check) -> None:
    check(
        steps.read_contracts,
        oracle=reference.read_contracts,
        inputs={
            "contracts": (
                ALIGNED_CONTRACTS,
                """
                source_id | table_name | row_number | item_number | pointer     | position | filled_cells | first_text  | title | value_text | currency_text | ceiling_text | end_text   | supplier_name | cpv_text | reference
                s         | ""         | 1          | 1           | /releases/0 | body     | 5            | x           |       |            |               |              |            |               | 72000000 |
                s         | ""         | 1          | 2           | /releases/0 | body     | 5            | x           | Paper | 5          |               | 9            | 01/04/2019 |               | |
                s         | ""         | 2          | 1           | /releases/1 | body     | 5            | x           |       |            |               |              | 01/04/2019 |               | 72000000 |
                s         | ""         | 3          | 1           | ""          | body     | 2            | Grand total |       | 12         |               |              |            |               | |
                s         | ""         | 4          | 1           | ""          | body     | 3            | Acorn       |       | 12         | EUR           |              |            | Acorn         | |
                s         | ""         | 5          | 1           | ""          | body     | 1            | Printed     |       |            |               |              |            |               | Printed |
                s         | ""         | 6          | 1           | ""          | body     | 1            | A remark    |       |            |               |              |            |               |          | Published under the Code
                s         | ""         | 8          | 1           | ""          | body     | 1            | Printed 2026| Printed 2026 |    |               |              |            |               |          |
                s         | ""         | 9          | 1           | ""          | body     | 1            | Printing    | Printing |        |               |              |            |               |          |
                s         | ""         | 7          | 1           | ""          | body     | 1            | DN 1 2      |       |            |               |              |            |               |          | DN 1 2
                """,
            ),
            "dates": """
            source_id | table_name | field    | text       | day:date   | is_open_ended:boolean | problem
            s         | ""         | end_text | 01/04/2019 | 2019-04-01 | false                 | ""
            """,
            "moneys": MONEYS,
        },
        expected="""
            row_number:integer | item_number:integer | outcome   | outcome_kind  | value_amount:money | value_problem        | ceiling_amount:money | end_date:date
            1                  | 1                   | kept      | contract      |                    |                      |                      |
            1                  | 2                   | kept      | contract      | 5.00               |                      | 9.00                 | 2019-04-01
            2                  | 1                   | refused   | names_nothing |                    |                      |                      | 2019-04-01
            3                  | 1                   | furniture | total         | 12.00              |                      |                      |
            4                  | 1                   | kept      | contract      |                    | money_other_currency |                      |
            5                  | 1                   | refused   | names_nothing |                    |                      |                      |
            6                  | 1                   | furniture | footer        |                    |                      |                      |
            7                  | 1                   | kept      | contract      |                    |                      |                      |
            8                  | 1                   | furniture | footer        |                    |                      |                      |
            9                  | 1                   | kept      | contract      |                    |                      |                      |
        """,
    )
