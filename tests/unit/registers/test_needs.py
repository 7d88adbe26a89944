"""What a contract is for: codes, titles, categories; length and extension from words."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.registers.categories.phrases import title_words
from folkmoot.registers.categories.title_words import listed_need
from folkmoot.registers.categories.tree import cpv_labels, need, need_code
from folkmoot.registers.ends.terms import (
    dates_in_words,
    end_from_years,
    extension_words,
    term_months,
)
from folkmoot.registers.needs.learned import Learned
from folkmoot.registers.needs.settled import NeedFound, Told, category_need, need_found


def _found(codes: str, title: str, learned: Learned | None = None) -> NeedFound:
    return need_found(Told(codes, title, learned=learned))


def _learned(code: str, *, share: float = 0.95, beats_list: bool = False) -> Learned:
    return Learned(code, share, "“kerb” stands in 9 contracts", beats_list)


@pytest.mark.parametrize(
    ("code", "needed"),
    [("90511000", "9051"), ("50700000", "507"), ("45000000", "45"), ("30000000", "30")],
)
def test_the_class_of_a_code(code: str, needed: str) -> None:
    assert need_code(code) == needed


def test_the_tree_has_a_place_for_every_code() -> None:
    labels = cpv_labels()
    assert sum(len(code) == 2 for code in labels) == 45
    assert all(code[:-1] in labels for code in labels if len(code) > 2)
    assert {need(code).service_area for code in labels} >= {
        "Waste",
        "ICT",
        "Highways and lighting",
    }
    assert need("9999").label.startswith("Unknown")
    assert need("3013").division_label.startswith("Office and computing")
    assert need("4861").is_technology
    assert not need("9051").is_technology


@pytest.mark.parametrize(
    ("codes", "title", "need_id", "method"),
    [
        ("90511000", "anything", "cpv:9051", "code"),
        ("90500000", "Kerbside collections", "cpv:9051", "code"),
        ("90500000", "Advice", "cpv:905", "code"),
        ("45000000", "Re-roofing of depots", "cpv:4526", "title"),
        ("45000000", "Phase three", "cpv:45", "code"),
        ("45000000", "New play area, Elm Park", "cpv:3753", "title"),
        ("", "Grounds Maintenance 2021", "cpv:7731", "title"),
        ("", "Phase three", None, "none"),
    ],
)
def test_the_need_of_one_contract(
    codes: str, title: str, need_id: str | None, method: str
) -> None:
    found = _found(codes, title)
    assert (found.need_id, found.method) == (need_id, method), found.reason
    assert found.reason


def test_a_division_cannot_join_contracts_by_itself() -> None:
    assert _found("45000000", "Phase three").confidence < 0.3
    assert _found("45210000", "Phase three").confidence > 0.9


def test_a_buyers_category_is_weaker_than_a_title() -> None:
    by_category = need_found(Told("", "Lot 7", category="Waste collection"))
    assert (by_category.need_id, by_category.method) == ("cpv:9051", "category")
    assert by_category.confidence < _found("", "Waste collection").confidence
    assert category_need("Sundry expenses").need_id is None


def test_the_longest_phrase_counts() -> None:
    guess = listed_need(
        title_words("Maintenance of fire alarms: fire alarm maintenance")
    )
    assert guess is not None
    assert guess.code == "5061"


def test_words_that_pull_apart_say_less() -> None:
    plain = listed_need(title_words("Window cleaning"))
    torn = listed_need(title_words("Window cleaning and pest control"))
    assert plain is not None
    assert torn is not None
    assert torn.confidence < plain.confidence


def test_what_was_learned_answers_where_neither_code_nor_list_does() -> None:
    found = _found("", "Phase three", _learned("9051"))
    assert (found.need_id, found.method) == ("cpv:9051", "learned")
    assert found.confidence == 0.9, "less sure than a published class"
    assert "9 contracts" in found.reason
    within = _found("90000000", "Phase three", _learned("9051"))
    assert (within.need_id, within.method) == ("cpv:9051", "learned")
    narrowed = _found("90500000", "Phase three", _learned("9051"))
    assert (narrowed.need_id, narrowed.method) == ("cpv:9051", "learned")


def test_a_published_class_stands_whatever_was_learned() -> None:
    found = _found("90511000", "Phase three", _learned("7731", beats_list=True))
    assert (found.need_id, found.method) == ("cpv:9051", "code")


def test_list_and_learned_are_asked_in_the_order_that_was_measured() -> None:
    title = "Window cleaning"
    behind = _found("", title, _learned("9051"))
    assert (behind.need_id, behind.method) == ("cpv:9091", "title")
    before = _found("", title, _learned("9051", beats_list=True))
    assert (before.need_id, before.method) == ("cpv:9051", "learned")
    agreed = _found("", title, _learned("9091"))
    assert (agreed.need_id, agreed.method) == ("cpv:9091", "title")
    assert agreed.confidence > _found("", title).confidence


def test_a_learned_division_is_as_coarse_as_a_coded_one() -> None:
    found = _found("", "Phase three", _learned("90"))
    assert (found.need_id, found.method) == ("cpv:90", "learned")
    assert found.confidence == 0.2
    category = need_found(
        Told("", "Lot 7", category="Waste collection", learned=_learned("85"))
    )
    assert category.method == "category", "a class says more than a division"


@pytest.mark.parametrize(
    ("title", "description", "months"),
    [
        ("Cleaning - 36 month contract", "", 36),
        ("Taxis (3 years)", "", 36),
        (
            "Gas",
            "The initial period of three (3) years with an option to extend by 2 years",
            36,
        ),
        ("Gas", "for a contract duration of 48 months", 48),
        ("Care for 16 year olds", "", None),
        ("Gas", "up to 24 months extension", None),
        ("Gas", "Bidders need 5 years experience", None),
        ("Gas", "", None),
    ],
)
def test_a_length_in_words(title: str, description: str, months: int | None) -> None:
    assert term_months(title, description) == months


def test_years_in_a_title_give_an_end() -> None:
    assert end_from_years("Cleaning (2019-2022)", date(2019, 4, 1)) == date(2022, 3, 31)
    assert end_from_years("Cleaning 2019/20", date(2019, 4, 1)) == date(2020, 3, 31)
    assert end_from_years("Cleaning (2019-2022)", date(2018, 4, 1)) is None
    assert end_from_years("Cleaning (2019-2022)", None) is None


@pytest.mark.parametrize(
    ("description", "first", "last"),
    [
        (
            "for the period 1st April 2016 to 31st March 2019.",
            (2016, 4, 1),
            (2019, 3, 31),
        ),
        ("from 01/04/2020 until 31/03/2022", (2020, 4, 1), (2022, 3, 31)),
        (
            "The contract is due to commence on 9th October 2023 for 3 years",
            (2023, 10, 9),
            None,
        ),
        ("Questions from 1 May 2020 to 8 May 2020", None, None),
        ("Starting 31 February 2020", None, None),
        ("Three bridges", None, None),
    ],
)
def test_dates_in_a_description(
    description: str,
    first: tuple[int, int, int] | None,
    last: tuple[int, int, int] | None,
) -> None:
    expected = (first and date(*first), last and date(*last))
    assert dates_in_words(description) == expected


def test_extension_wording_is_kept_and_building_extensions_are_not() -> None:
    said = "Starts in May. There is an option to extend for 12 months. Apply by post."
    assert (
        extension_words("", "Gas", said) == "There is an option to extend for 12 months"
    )
    assert extension_words("1+1", "Gas", said) == "1+1"
    assert extension_words("", "Kitchen extension", "Extension of the car park") is None
