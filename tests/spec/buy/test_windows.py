"""When a contract could give way to a joint one, and what takes no part."""

from __future__ import annotations

from datetime import date

from oracle import buy as reference

from folkmoot.buy.contracts.payments import sole_payments
from folkmoot.buy.contracts.windows import Bounds, clustered, windows
from folkmoot.buy.settings import BuySettings
from folkmoot.registers.tables import (
    FACT_CONTRACT_SUPPLIERS,
    FACT_CONTRACTS,
    FACT_PAYMENTS,
)

OPTIONS = {
    "bounds": Bounds(
        as_of=date(2026, 6, 1), first=date(2026, 10, 1), last=date(2031, 6, 1)
    ),
    "settings": BuySettings(),
}
PLAIN = {
    "council_id": "E1",
    "need_id": "cpv:3435",
    "kind": "contract",
    "stage": "contract",
    "status": "active",
    "is_open_ended": False,
    "end_method": "published",
    "extension_text": "",
    "is_member": True,
}
NOT_PAID = "contract_id | last_payment_date:date"
NEVER_AFTER = "contract_id | after_months:integer | past_months:integer"


def contract(contract_id, end=None, **given):
    row = PLAIN | {"contract_id": contract_id, "start_date": date(2024, 4, 1)}
    return row | {"end_date": date.fromisoformat(end) if end else None} | given


def test_each_kind_of_end_gives_its_window(check):
    check(
        windows,
        oracle=reference.windows,
        inputs={
            "contracts": (
                FACT_CONTRACTS,
                [
                    contract("plain", "2028-03-31"),
                    contract(
                        "extended", "2028-03-31", latest_end_date=date(2030, 3, 31)
                    ),
                    contract("worded", "2028-03-31", extension_text="up to two years"),
                    contract("estimated", "2028-03-31", end_method="category_median"),
                    contract(
                        "latest first", "2028-03-31", latest_end_date=date(2027, 3, 31)
                    ),
                    contract("rolling", None, is_open_ended=True),
                    contract(
                        "planned", None, stage="planned", start_date=date(2027, 1, 1)
                    ),
                    contract("tendered", "2028-03-31", stage="tender"),
                    contract("paid on", "2025-03-31"),
                    contract("paid up", "2025-03-31"),
                    contract("paid for else", "2024-04-30"),
                    contract("paid long ago", "2025-01-31"),
                    contract("paid once more", "2025-03-31"),
                    contract(
                        "paid into its option",
                        "2026-03-31",
                        latest_end_date=date(2028, 3, 31),
                    ),
                    contract(
                        "end counts options",
                        "2030-03-31",
                        first_end_date=date(2028, 3, 31),
                        latest_end_date=date(2030, 3, 31),
                    ),
                    contract(
                        "first term over",
                        "2028-03-31",
                        first_end_date=date(2026, 3, 31),
                        latest_end_date=date(2028, 3, 31),
                    ),
                    contract(
                        "spread",
                        "2028-03-31",
                        end_method="division_median",
                        end_early_date=date(2027, 3, 31),
                        end_late_date=date(2030, 3, 31),
                    ),
                ],
            ),
            "paid": """
                contract_id | last_payment_date:date
                paid on     | 2026-04-20
                paid up     | 2025-04-20
                paid for else | 2026-04-20
                paid long ago | 2025-05-20
                paid once more | 2026-04-20
            """,
            "after": """
                contract_id | after_months:integer | past_months:integer
                paid on     | 9 | 9
                paid once more | 1 | 1
                paid into its option | 2 | 0
            """,
        },
        options=OPTIONS,
        expected="""
            contract_id|window_from_date:date|window_to_date:date|end_confidence:real|window_method|left_out
            plain        | 2028-01-01 | 2028-09-30 | 0.9   | end            | ""
            extended     | 2028-01-01 | 2030-09-30 | 0.9   | end            | ""
            worded       | 2028-01-01 | 2028-09-30 | 0.765 | end            | ""
            estimated    | 2028-01-01 | 2028-09-30 | 0.35  | end            | ""
            latest first | 2028-01-01 | 2028-09-30 | 0.9   | end            | ""
            rolling      | 2026-06-01 | 2031-06-01 | 0.3   | open_ended     | ""
            planned      | 2026-10-03 | 2027-07-03 | 0.5   | planned        | ""
            tendered     | 2028-01-01 | 2028-09-30 | 0.54  | end            | ""
            paid on      | 2026-06-01 | 2031-06-01 | 0.4   | paid_after_end | ""
            paid once more | 2026-06-01 | 2031-06-01 | 0.25 | paid_after_end | ""
            paid into its option | 2025-12-31 | 2028-09-30 | 0.72 | end | ""
            end counts options | 2028-01-01 | 2030-09-30 | 0.9 | end | ""
            first term over | 2028-01-01 | 2028-09-30 | 0.9 | end | ""
            paid up      | 2024-12-31 | 2025-09-30 | 0.36  | end            | ended
            paid for else| 2024-01-31 | 2024-10-30 | 0.36  | end            | ended
            paid long ago| 2024-11-02 | 2025-08-02 | 0.36  | end            | ended
            spread       | 2026-12-31 | 2030-09-30 | 0.2   | end            | ""
        """,
    )


def test_what_takes_no_part_says_why(check):
    check(
        windows,
        oracle=reference.windows,
        inputs={
            "contracts": (
                FACT_CONTRACTS,
                [
                    contract("nobody's", "2028-03-31", council_id=""),
                    contract("cancelled", "2028-03-31", status="cancelled"),
                    contract("undated"),
                    contract("backwards", "2028-03-31", start_date=date(2029, 1, 1)),
                    contract("ended", "2025-06-30"),
                    contract("late", "2026-03-31"),
                    contract("far", "2040-03-31"),
                    contract("unknown", "2028-03-31", need_id=None),
                    contract("guessed", "2026-05-01", end_method="category_median"),
                    contract(
                        "optional", "2025-03-31", latest_end_date=date(2028, 3, 31)
                    ),
                    contract(
                        "sold", "2028-03-31", title="Sale of Land at Invented Row"
                    ),
                    contract("study", "2028-03-31", title="A feasibility STUDY"),
                    contract(
                        "built",
                        "2028-03-31",
                        need_id="cpv:4521",
                        title="Refurbishment of the hall",
                    ),
                    contract(
                        "kept up",
                        "2028-03-31",
                        need_id="cpv:4521",
                        title="Refurbishment and maintenance of halls",
                    ),
                ],
            ),
            "paid": NOT_PAID,
            "after": NEVER_AFTER,
        },
        options=OPTIONS,
        expected="""
            contract_id | left_out
            nobody's    | no known council
            cancelled   | cancelled
            undated     | no end date
            backwards   | ends before it starts
            ended       | ended
            late        | too late
            far         | beyond the horizon
            unknown     | no need
            guessed     | estimated end has passed
            optional    | option not seen taken
            sold        | one-off
            study       | one-off
            built       | one-off
            kept up     | ""
        """,
    )


def test_a_framework_stands_only_where_its_council_has_nothing_else(check):
    check(
        windows,
        oracle=reference.windows,
        inputs={
            "contracts": (
                FACT_CONTRACTS,
                [
                    contract("contract", "2028-03-31"),
                    contract("beside", "2028-03-31", kind="framework"),
                    contract("alone", "2028-03-31", kind="framework", council_id="E2"),
                    contract(
                        "other need",
                        "2028-03-31",
                        kind="dynamic_market",
                        need_id="cpv:90",
                    ),
                    contract("past", "2025-03-31", council_id="E3"),
                    contract(
                        "after past", "2028-03-31", kind="framework", council_id="E3"
                    ),
                ],
            ),
            "paid": NOT_PAID,
            "after": NEVER_AFTER,
        },
        options=OPTIONS,
        expected="""
            contract_id | left_out
            contract    | ""
            beside      | framework beside a contract
            alone       | ""
            other need  | ""
            past        | ended
            after past  | ""
        """,
    )


def test_contracts_are_clustered_by_class_through_a_broad_code_or_by_subject(check):
    check(
        clustered,
        oracle=reference.clustered,
        inputs={
            "found": """
                contract_id | council_id | need_id  | is_member:boolean | left_out
                a           | E1         | cpv:3435 | true              | ""
                b           | E2         | cpv:3435 | true              | ""
                beside      | E9         | cpv:3435 | false             | ""
                c           | E1         | cpv:9051 | true              | ""
                d           | E2         | cpv:90   | true              | ""
                e           | E1         | cpv:7931 | true              | ""
                f           | E9         | cpv:7931 | false             | ""
                g           | E2         | cpv:7931 | true              | ended
                h           | E1         | cpv:9092 | true              | ""
                i           | E2         | cpv:9067 | true              | ""
                j           | E9         | cpv:9067 | false             | ""
                k           | E1         | cpv:8520 | true              | ""
            """,
            "named": """
                contract_id | subject
                e           | polls
                g           | polls
                h           | pest control
                h           | rats
                i           | pest control
                j           | pest control
                k           | stray dogs
            """,
        },
        options={"fewest": 2},
        expected="""
            contract_id | cluster_id
            a           | cpv:3435
            b           | cpv:3435
            beside      | cpv:3435
            c           | cpv:9051
            d           | cpv:90
            h           | cpv:9092
            i           | cpv:9067
            j           | cpv:9067
        """,
    )


def _sole_payments(payments, contract_suppliers, contracts):
    """Worked by hand for the case below: only `one` explains what its supplier was paid."""
    return [
        {
            "contract_id": "one",
            "last_payment_date": date(2026, 5, 1),
            "paid_gbp": 150,
            "paid_count": 3,
            "covered_months": 3,
        }
    ]


def test_payments_speak_for_a_contract_only_where_no_other_could_explain_them(check):
    check(
        sole_payments,
        oracle=_sole_payments,
        inputs={
            "contracts": (
                FACT_CONTRACTS,
                [
                    contract("one"),
                    contract("two"),
                    contract("three"),
                    contract("several"),
                ],
            ),
            "contract_suppliers": (
                FACT_CONTRACT_SUPPLIERS,
                """
                contract_id | supplier_id
                one         | s1
                two         | s2
                three       | s2
                several     | s3
                several     | s4
            """,
            ),
            "payments": (
                FACT_PAYMENTS,
                """
                council_id | supplier_id | payment_date | amount_gbp
                E1         | s1          | 2026-05-01   | 100.00
                E1         | s1          | 2026-04-01   | 70.00
                E1         | s1          | 2026-05-01   | -20.00
                E1         | s1          | 2024-01-01   | 999.00
                E1         | s2          | 2026-05-01   | 100.00
                E1         | s3          | 2026-05-01   | 100.00
                E2         | s1          | 2026-05-01   | 100.00
                E1         |             | 2025-09-01   | 5.00
                E1         |             | 2025-05-31   | 5.00
            """,
            ),
        },
        expected="""
            contract_id|last_payment_date:date|paid_gbp:money|paid_count:integer|covered_months:integer
            one        | 2026-05-01           | 150.00       | 3                | 3
        """,
    )
