"""What a contract's words allow, and what one moved window changes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from invented_contracts import built, contract


def told(contracts, key, **settings):
    rows = built(contracts, **settings).rows(
        "SELECT document FROM finding.buy_opportunities WHERE is_headline ORDER BY rank"
    )
    return [
        reason["sentence"]
        for row in rows
        for reason in json.loads(row["document"])[key]
    ]


PAIR = [
    contract("a", "Ashford Vale", value_gbp=4_000_000),
    contract("b", "Birchmoor", value_gbp=4_000_000),
]
"""Two large contracts that end on 31 March 2028 and meet from January to September."""


BREAK = [{"contract_id": "c", "option_number": 1, "kind": "break"}]


@pytest.mark.parametrize(
    ("small", "sentence"),
    [
        (
            {"end_date": date(2027, 6, 30), "latest_end_date": date(2028, 6, 30)},
            "If Calderwick takes its 12-month option, the group grows from 2 to 3 councils.",
        ),
        (
            {"end_date": date(2027, 6, 30), "option_months": 12},
            "If Calderwick takes the 12 months more that its contract mentions, "
            "the group grows from 2 to 3 councils.",
        ),
        (
            {"end_date": date(2027, 6, 30)},
            "If Calderwick bridges 2 days more, the group grows from 2 to 3 councils.",
        ),
        (
            {"end_date": date(2029, 3, 31)},
            "If Calderwick leaves its contract 92 days earlier than its window allows, "
            "the group grows from 2 to 3 councils.",
        ),
        (
            {"end_date": date(2029, 3, 31), "options": BREAK},
            "If Calderwick uses the break that its contract mentions, 92 days earlier than "
            "counted on, the group grows from 2 to 3 councils.",
        ),
    ],
    ids=["dated option", "option in words", "bridge", "early exit", "break"],
)
def test_one_moved_window_lets_a_council_in(small, sentence):
    options = small.pop("options", [])
    small = contract("c", "Calderwick", value_gbp=4_000, **small)

    found = told([*PAIR, small], "grows_if", options=options, max_group_size=2)
    assert found == [sentence]


def test_who_meets_without_any_move_is_not_said_to_join():
    beside = contract("c", "Calderwick", value_gbp=4_000)
    far = contract("d", "Dunmere", value_gbp=4_000, end_date=date(2027, 6, 30))

    (said,) = told([*PAIR, beside, far], "grows_if", max_group_size=2)

    assert (
        said == "If Dunmere bridges 2 days more, the group grows from 2 to 3 councils."
    )


def test_a_group_says_which_option_would_break_it():
    found = told(
        [
            contract("a", "Ashford Vale", end_date=date(2028, 3, 31)),
            contract(
                "b",
                "Birchmoor",
                end_date=date(2028, 3, 31),
                latest_end_date=date(2030, 3, 31),
            ),
        ],
        "holds_if",
    )

    assert found == [
        "If Birchmoor takes its 24-month option, no two of the 2 councils meet any more."
    ]


def test_a_contract_that_fits_with_half_its_option_says_so_once():
    found = told(
        [
            contract("a", "Ashford Vale", end_date=date(2028, 9, 30)),
            contract("d", "Dunmere", end_date=date(2028, 9, 30)),
            contract(
                "b",
                "Birchmoor",
                end_date=date(2027, 9, 30),
                latest_end_date=date(2029, 9, 30),
            ),
        ],
        "holds_if",
    )

    assert found == [
        "Birchmoor fits only if it takes a part of its 24-month option: with all of it, or "
        "without it, the group falls from 3 to 2 councils."
    ]
