"""What the law asks of a proposal, on invented councils of one nation and of several."""

import json
from datetime import date
from decimal import Decimal

import pytest
from invented_contracts import built, contract

FOUR_YEARS = {"start_date": date(2024, 4, 1), "end_date": date(2028, 3, 31)}


def law(contracts, **given):
    writer = built(contracts, **given)
    row = writer.rows(
        "SELECT document FROM finding.buy_opportunities WHERE is_headline ORDER BY rank"
    )[0]
    return json.loads(row["document"])["law"]


def yearly(amount, **given):
    return {
        "value_gbp": Decimal(amount),
        "value_basis": "annual",
        **FOUR_YEARS,
        **given,
    }


def three(**given):
    councils = ("Ashford Vale", "Birchmoor", "Calderwick")
    return [contract(name[0], name, **given) for name in councils]


def test_each_alone_below_and_together_above_crosses_the_threshold():
    found = law(three(**yearly("40000")))

    # 40,000 a year over four years with VAT is 192,000; three of them are 576,000.
    assert [m["verdict"] for m in found["members"]] == ["below"] * 3
    assert found["members"][0]["value_gbp"] == {"low": "192000.00", "high": "192000.00"}
    assert found["together"]["value_gbp"]["high"] == "576000.00"
    assert found["together"]["crosses_threshold"] is True
    assert found["sentences"][0] == (
        "Each alone is below the threshold of £207,720; together (about £576,000 with VAT over "
        "the term) they are above it: a tender notice and the full timetable follow."
    )
    assert [n["id"] for n in found["notices"]] == [
        "UK1",
        "UK2",
        "UK3",
        "UK4",
        "UK6",
        "UK7",
    ]


def test_below_even_together_asks_for_no_notice():
    found = law(three(**yearly("9000")))
    assert found["together"]["verdict"] == "below"
    assert not found["together"]["crosses_threshold"]
    assert found["notices"] == []
    assert "below the threshold apply" in " ".join(found["sentences"])


def test_values_that_nobody_knows_cannot_be_said():
    found = law(three(value_gbp=None, value_basis="", **FOUR_YEARS))
    assert {m["verdict"] for m in found["members"]} == {"unknown"}
    assert found["together"]["value_gbp"] == {"low": None, "high": None}
    assert "cannot be said" in found["sentences"][0]
    assert all("no value is known" in m["sentence"] for m in found["members"])


def test_a_sum_with_a_gap_can_show_above_and_never_below():
    gap = {"value_gbp": None, "value_basis": "", **FOUR_YEARS}
    large = [
        contract("a", "Ashford Vale", **yearly("400000")),
        contract("b", "Birchmoor", **yearly("40000")),
        contract("c", "Calderwick", **gap),
    ]
    assert law(large)["together"]["verdict"] == "above"
    small = [
        contract("a", "Ashford Vale", **yearly("9000")),
        contract("c", "Calderwick", **gap),
    ]
    assert law(small)["together"]["verdict"] == "unknown"


def test_the_term_is_that_of_the_members_with_their_options():
    found = law(
        [
            contract(
                "a",
                "Ashford Vale",
                latest_end_date=date(2030, 3, 31),
                **yearly("40000"),
            ),
            contract("b", "Birchmoor", **yearly("40000")),
        ]
    )
    assert (found["term_years"]["least"], found["term_years"]["most"]) == (4.0, 6.0)
    assert found["members"][0]["value_gbp"] == {"low": "192000.00", "high": "288000.00"}
    assert found["members"][0]["verdict"] == "either_side"


def test_one_to_five_years_are_assumed_where_no_term_is_known():
    found = law(
        [
            contract("a", "Ashford Vale", **yearly("40000") | {"start_date": None}),
            contract("b", "Birchmoor", **yearly("40000") | {"start_date": None}),
        ]
    )
    assert found["term_years"]["least"] == 1.0
    assert "assumed" in found["term_years"]["reason"]


def test_nations_that_differ_are_said_each_beside_its_own_threshold():
    found = law(three(**yearly("40000")), nations={"Birchmoor": "Scotland"})
    assert "different laws" in found["sentences"][0]
    assert found["together"]["threshold_gbp"] is None
    assert found["notices"] == []
    scot = next(m for m in found["members"] if m["nation"] == "Scotland")
    assert "above £50,000, from which Scotland regulates" in scot["sentence"]
    assert "Scotland" in scot["regime"]
    assert any("not modelled" in said for said in found["not_modelled"])


def test_wales_and_england_share_the_act_and_wales_says_what_is_not_modelled():
    found = law(three(**yearly("40000")), nations={"Birchmoor": "Wales"})
    assert found["together"]["crosses_threshold"] is True
    assert any("Wales" in said for said in found["not_modelled"])


def test_a_nation_without_a_law_in_the_table_is_said_and_not_dropped():
    found = law(three(**yearly("40000")), nations={"Birchmoor": "Atlantis"})
    assert "cannot be said" in found["sentences"][0]
    assert "Atlantis" in found["sentences"][0]
    assert [m["regime"] for m in found["members"]].count(None) == 1


@pytest.mark.parametrize(
    ("need", "kind", "threshold"),
    [
        ("cpv:3435", "goods_services", "207720.00"),
        ("cpv:8531", "light_touch", "663540.00"),
        ("cpv:4525", "works", "5193000.00"),
    ],
)
def test_the_threshold_follows_the_category(need, kind, threshold):
    given = yearly("40000") | {"need_id": need, "title": "Boiler maintenance"}
    found = law(three(**given))
    assert (found["kind"], found["together"]["threshold_gbp"]) == (kind, threshold)


def test_dates_of_notices_are_counted_back_over_bank_holidays():
    found = law(three(**yearly("400000")))
    days = {n["id"]: n for n in found["notices"]}
    # Start 31 March 2028, a Friday: eight working days before it lie on 21 March.
    assert days["UK6"]["to"] == "2028-03-21"
    assert days["UK4"]["to"] == "2028-02-25"
    assert days["UK3"]["to"] == "2028-01-31"
    assert days["UK1"]["to"] == "2027-05-26"
    assert not days["UK4"]["is_passed"]


def test_frameworks_that_run_too_long_are_warned_of_with_their_rows():
    long = {
        "kind": "framework",
        "start_date": date(2022, 4, 1),
        "end_date": date(2028, 3, 31),
    }
    found = law(three(**long))
    assert len(found["warnings"]) == 3
    assert "at most four years" in found["warnings"][0]["sentence"]
    assert found["warnings"][0]["evidence"]


def test_an_end_moved_past_a_tenth_without_an_option_is_warned_of_with_care():
    act = FOUR_YEARS | {
        "start_date": date(2025, 4, 1),
        "earlier_end_date": date(2027, 3, 31),
    }
    old = FOUR_YEARS | {"earlier_end_date": date(2026, 3, 31)}
    found = law(
        [
            contract("a", "Ashford Vale", **act),
            contract("b", "Birchmoor", **old),
            contract("c", "Calderwick", **act, option_months=12),
        ]
    )
    said = [w["sentence"] for w in found["warnings"]]
    assert len(said) == 2
    assert any("section 74" in one and "unless" in one for one in said)
    assert any("earlier regulations" in one for one in said)


def test_words_and_dates_at_odds_are_said():
    found = law(
        [
            contract(
                "a", "Ashford Vale", latest_end_method="contradicted", **FOUR_YEARS
            ),
            contract("b", "Birchmoor", **FOUR_YEARS),
        ]
    )
    assert "contradict each other" in found["warnings"][0]["sentence"]
