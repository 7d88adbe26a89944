"""The tables of the law: dated rows, each with its source, and what no row covers."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise

import pytest

from folkmoot.buy.law.regimes import (
    KINDS,
    kind_of_purchase,
    longest,
    national_threshold,
    notices,
    regime_on,
    regimes,
    threshold_on,
)


def rows(name, key):
    text = (
        files("folkmoot.buy").joinpath("reference", f"{name}.toml").read_text("utf-8")
    )
    return tomllib.loads(text)[key]


@pytest.mark.parametrize(
    ("nation", "day", "regime"),
    [
        ("England", date(2025, 2, 24), "pa2023"),
        ("England", date(2025, 2, 23), "pcr2015"),
        ("Wales", date(2026, 1, 1), "pa2023"),
        ("Northern Ireland", date(2027, 5, 1), "pa2023"),
        ("Scotland", date(2027, 5, 1), "pcsr2015"),
        ("Scotland", date(2016, 4, 17), None),
        ("England", date(2010, 1, 1), None),
        ("Atlantis", date(2027, 1, 1), None),
    ],
)
def test_the_law_is_that_of_nation_and_day(nation, day, regime):
    found = regime_on(nation, day)
    assert (found.regime_id if found else None) == regime


@pytest.mark.parametrize(
    ("day", "kind", "amount"),
    [
        (date(2026, 1, 1), "goods_services", 207_720),
        (date(2025, 12, 31), "goods_services", 214_904),
        (date(2026, 6, 1), "works", 5_193_000),
        (date(2025, 6, 1), "works", 5_372_609),
        (date(2026, 6, 1), "light_touch", 663_540),
        (date(2023, 6, 1), "goods_services", 213_477),
        (date(2021, 6, 1), "goods_services", 189_330),
        (date(2019, 6, 1), "light_touch", 615_278),
        (date(2017, 6, 1), "works", 4_104_394),
    ],
)
def test_thresholds_by_year(day, kind, amount):
    threshold = threshold_on(regime_on("England", day), day, kind)
    assert threshold.amount == Decimal(amount)
    assert threshold.includes_vat == (day.year >= 2022)
    assert threshold.source
    assert not threshold.is_assumed


def test_a_year_without_thresholds_takes_the_last_known_and_says_so():
    day = date(2028, 3, 1)
    threshold = threshold_on(regime_on("Wales", day), day, "goods_services")
    assert threshold.is_assumed
    assert threshold.last == date(2027, 12, 31)


def test_a_threshold_before_the_table_is_not_modelled():
    day = date(2015, 6, 1)
    assert threshold_on(regime_on("England", day), day, "works") is None


def test_scotland_has_a_lower_threshold_without_vat():
    day = date(2027, 1, 1)
    scotland = regime_on("Scotland", day)
    found = national_threshold(scotland, day, "goods_services")
    assert (found.amount, found.includes_vat) == (Decimal(50_000), False)
    assert national_threshold(scotland, day, "works").amount == Decimal(2_000_000)
    assert national_threshold(regime_on("England", day), day, "works") is None


def test_the_periods_of_a_law_follow_each_other_without_gap_or_overlap():
    for regime in regimes():
        spans = sorted(
            (row["from"], row["to"])
            for row in rows("thresholds", "threshold")
            if regime.regime_id in row["regimes"]
        )
        for (_, last), (first, _) in pairwise(spans):
            assert first == last + timedelta(days=1)


def test_every_row_has_its_source():
    for name, key in (
        ("regimes", "regime"),
        ("regimes", "length"),
        ("thresholds", "threshold"),
        ("thresholds", "national"),
        ("notices", "notice"),
    ):
        assert all(row["source"] for row in rows(name, key))
    assert all(row["checked"] for row in rows("thresholds", "threshold"))
    assert [n.notice_id for n in notices()] == [
        "UK1",
        "UK2",
        "UK3",
        "UK4",
        "UK6",
        "UK7",
    ]


@pytest.mark.parametrize(
    ("cpv", "kind"),
    [
        ("4521", "works"),
        ("8531", "light_touch"),
        ("7971", "light_touch"),
        ("7962", "goods_services"),
        ("3435", "goods_services"),
        ("", "goods_services"),
    ],
)
def test_the_kind_of_a_purchase_follows_its_code(cpv, kind):
    found, why = kind_of_purchase(cpv)
    assert found == kind
    assert found in KINDS
    assert why


def test_frameworks_have_a_longest_term_and_contracts_none():
    act = regime_on("England", date(2026, 1, 1))
    assert longest(act, "framework").most_months == 48
    assert longest(act, "contract") is None
