# ruff: noqa: E501  (truth tables are as wide as they are)
"""What was paid after an end, and whether the option that fell due was taken."""

from __future__ import annotations

from datetime import date

from oracle import options_taken as reference

from folkmoot.buy.contracts.after_end import paid_after_end
from folkmoot.buy.contracts.taken import options_seen
from folkmoot.registers.tables import (
    FACT_CONTRACT_SUPPLIERS,
    FACT_CONTRACTS,
    FACT_PAYMENTS,
)

AFTER = (
    "contract_id | before_count:integer | after_months:integer | covered_months:integer"
)


def test_payments_after_the_end_are_counted_by_month_for_sole_contracts(check):
    check(
        paid_after_end,
        oracle=reference.paid_after_end,
        inputs={
            "payments": (
                FACT_PAYMENTS,
                """
                council_id | supplier_id | payment_date | amount_gbp
                E1         | s1          | 2025-03-01   | 100.00
                E1         | s1          | 2025-05-15   | 100.00
                E1         | s1          | 2025-05-16   | 10.00
                E1         | s1          | 2025-05-20   | 20.00
                E1         | s1          | 2025-07-01   | 40.00
                E1         | s1          | 2025-07-09   | -5.00
                E1         | s1          | 2026-06-01   | 80.00
                E1         | s2          | 2025-08-01   | 7.00
                E1         |             | 2025-09-01   | 7.00
                E2         | s1          | 2025-09-01   | 7.00
                           | s1          | 2025-09-01   | 7.00
                """,
            ),
            "contract_suppliers": (
                FACT_CONTRACT_SUPPLIERS,
                """
                contract_id | supplier_id
                ends        | s1
                two         | s2
                other       | s2
                """,
            ),
            "contracts": (
                FACT_CONTRACTS,
                """
                contract_id | council_id | end_date   | first_end_date | latest_end_date
                ends        | E1         | 2025-03-31 |                | 2026-03-31
                two         | E1         | 2025-03-31 |                |
                other       | E1         | 2025-03-31 |                |
                """,
            ),
        },
        expected="""
            contract_id | ended_date:date | before_count:integer | after_count:integer | after_months:integer | past_months:integer | after_gbp:money | first_after_date:date | last_after_date:date | covered_months:integer
            ends        | 2025-03-31      | 1                    | 4                   | 3                    | 1                   | 145.00          | 2025-05-16            | 2026-06-01           | 4
            """,
    )


def test_an_option_was_taken_or_not_or_nobody_can_say(check):
    check(
        options_seen,
        oracle=reference.options_seen,
        inputs={
            "contracts": (
                FACT_CONTRACTS,
                """
                contract_id | council_id | need_id | start_date | end_date   | first_end_date | latest_end_date | earlier_end_date | options_in_end | option_months | end_method      | published_date
                moved       | E1         | cpv:9051 | 2020-04-01 | 2025-03-31 |                | 2026-03-31      | 2024-03-31       |                | 24            | published       | 2024-05-01
                counted     | E1         | cpv:9052 | 2020-04-01 | 2026-03-31 | 2025-03-31     | 2027-03-31      |                  | 1              | 24            | published       | 2025-06-01
                counted soon| E1         | cpv:9053 | 2020-04-01 | 2026-03-31 | 2025-03-31     | 2027-03-31      |                  | 1              | 24            | published       | 2020-06-01
                paid        | E1         | cpv:9054 | 2020-04-01 | 2025-03-31 |                | 2026-03-31      |                  | 0              | 12            | published       | 2020-06-01
                relet       | E1         | cpv:9055 | 2020-04-01 | 2025-03-31 |                | 2026-03-31      |                  | 0              | 12            | published       | 2020-06-01
                successor   | E1         | cpv:9055 | 2025-04-01 | 2028-03-31 |                |                 |                  |                |               | published       | 2025-06-01
                unpaid      | E1         | cpv:9056 | 2020-04-01 | 2025-03-31 |                | 2026-03-31      |                  | 0              | 12            | published       | 2020-06-01
                unshown     | E1         | cpv:9057 | 2020-04-01 | 2025-03-31 |                | 2026-03-31      |                  | 0              | 12            | published       | 2020-06-01
                not due     | E1         | cpv:9058 | 2020-04-01 | 2026-05-31 |                | 2027-05-31      |                  | 0              | 12            | published       | 2020-06-01
                dated       | E1         | cpv:9060 | 2020-04-01 | 2025-03-31 |                | 2026-03-31      |                  |                |               | published       | 2020-06-01
                guessed     | E1         | cpv:9059 | 2020-04-01 | 2025-03-31 |                | 2026-03-31      |                  | 0              | 12            | category_median | 2020-06-01
                """,
            ),
            "after": f"""
                {AFTER}
                paid        | 5 | 4 | 9
                unpaid      | 5 | 0 | 6
                dated       | 5 | 2 | 6
                unshown     | 5 | 0 | 1
                relet       | 5 | 0 | 1
                """,
        },
        options={"as_of": date(2026, 6, 1)},
        expected="""
            contract_id | was_taken:boolean | seen_by
            moved       | true              | end moved later
            counted     | true              | end counts an option
            counted soon|                   | nothing
            paid        | true              | paid after the end
            dated       | true              | paid after the end
            relet       | false             | another contract followed
            unpaid      | false             | no longer paid
            unshown     |                   | nothing
            """,
    )
