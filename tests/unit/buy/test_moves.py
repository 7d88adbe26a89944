"""What a contract's words allow, and what one moved window changes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from invented_contracts import built, contract

from folkmoot.buy.options import has_break, option_months


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("option to extend for up to 12 months", 12),
        ("up to 12 months extension available", 12),
        ("1 x 12 months", 12),
        ("Option to extend for a further one year", 12),
        ("Contract includes +1 +1 years", 24),
        ("3 + 1 + 1 years", 24),
        ("with the option to extend for two further periods of 12 months each", 24),
        ("2 optional periods of up to twenty four months", 48),
        ("No extension", None),
        ("None", None),
        ("no option to extend beyond 24 months", None),
        ("may be extended", None),
        ("extension of 6 months, then of 12 months", None),
        ("the contract runs for 48 months", None),
    ],
)
def test_months_of_an_option_are_read_from_its_words(words, months):
    assert option_months(words) == months


@pytest.mark.parametrize(
    ("words", "is_break"),
    [
        ("Break clause at year 3", True),
        ("may be terminated early on six months' notice", True),
        ("there is no break clause", False),
        ("Tea break room supplies", False),
    ],
)
def test_a_break_is_read_from_words(words, is_break):
    assert has_break(words) is is_break


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


@pytest.mark.parametrize(
    ("small", "sentence"),
    [
        (
            {"end_date": date(2027, 6, 30), "latest_end_date": date(2028, 6, 30)},
            "If Calderwick takes its 12-month option, the group grows from 2 to 3 councils.",
        ),
        (
            {"end_date": date(2027, 6, 30), "extension_text": "+1 year"},
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
            {"end_date": date(2029, 3, 31), "extension_text": "Break clause in 2028"},
            "If Calderwick uses the break that its contract mentions, 92 days earlier than "
            "counted on, the group grows from 2 to 3 councils.",
        ),
    ],
    ids=["dated option", "option in words", "bridge", "early exit", "break"],
)
def test_one_moved_window_lets_a_council_in(small, sentence):
    small = contract("c", "Calderwick", value_gbp=4_000, **small)

    assert told([*PAIR, small], "grows_if", max_group_size=2) == [sentence]


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
