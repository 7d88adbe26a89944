"""Whether two contracts serve one need: same class of codes is not enough."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from folkmoot.buy.contracts.contract import Contract, Yearly
from folkmoot.buy.search.similarity import DIFFERENT_SUBJECTS, Likeness
from folkmoot.buy.search.wording import Wording

JOINS = 0.4
"""The default of `similarity_least`."""


def said(name: str, title: str, code: str = "", *, need: str = "", **given) -> Contract:
    """A contract of which only what it says of its need matters here."""
    day = date(2028, 3, 31).toordinal()
    worth = Decimal(100_000)
    plain = {
        "contract_id": name,
        "council_id": name,
        "is_member": True,
        "need_id": f"cpv:{need or code[:4]}",
        "need_confidence": 0.95,
        "need_method": "code" if code else "title",
        "free_from": day - 90,
        "free_to": day + 183,
        "end": day,
        "latest": day,
        "end_confidence": 0.9,
        "window_method": "end",
        "end_method": "published",
        "kind": "contract",
        "stage": "contract",
        "yearly": Yearly(worth, worth, worth, "annual"),
        "supplier_ids": (),
        "references": (),
        "title": title,
        "description": "",
        "extension_text": "",
        "start": None,
        "published": None,
        "statement_count": 1,
        "has_broad_supplier": False,
        "cpv_codes": (code,) if code else (),
    }
    return Contract(**(plain | given))


def likeness(one: Contract, other: Contract) -> float:
    """Of two contracts among a few others whose words make theirs rare or common."""
    beside = [said(f"z{n}", f"Thing number {n}", "90910000") for n in range(4)]
    return Likeness(Wording([one, other, *beside])).between(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Domiciliary care", "85311100"), ("Support at home for adults", "85312000")),
        (("Refuse sacks for flats", "19640000"), ("Sacks", "19640000")),
        (("", "45233222"), ("", "45233222")),
        (("Passenger lift servicing", "50750000"), ("Lift repairs", "50000000")),
    ],
)
def test_one_need_in_other_words_is_one_need(one, other):
    a = said("a", *one)
    b = said("b", *other, need="5075") if other[1] == "50000000" else said("b", *other)

    assert likeness(a, b) >= JOINS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("School nursing", "85141200"), ("Sexual health clinics", "85140000")),
        (("Statutory advocacy", "85312310"), ("Home care", "85311100")),
        (("Professional services", "85311100"), ("Adoption support", "85311000")),
        (("Framework agreement", "48440000"), ("Finance system", "48440000")),
        (("", "45233221"), ("Road marking", "45233222")),
        (("Sea wall at one place", "45240000"), ("Jetty at another", "45240000")),
    ],
)
def test_one_class_of_codes_is_not_one_need(one, other):
    assert likeness(said("a", *one), said("b", *other)) < JOINS


def test_two_subjects_are_never_one_need_whatever_the_code():
    a = said("a", "Advocacy", "85311100")
    b = said("b", "Home care", "85311100")

    assert likeness(a, b) == DIFFERENT_SUBJECTS


def test_a_class_is_no_evidence_by_itself_and_a_fine_code_is():
    sure = said("a", "Trips for club members", "63511000")
    guessed = said("b", "Annual outing", need="6351", need_confidence=0.45)
    coded = said("c", "Annual outing", "63510000")
    finely = said("d", "Annual outing", "63511000")

    assert likeness(sure, guessed) <= likeness(sure, coded) < JOINS
    assert likeness(sure, finely) >= JOINS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Pest control", "90922000"), ("Pest management", "90670000")),
        (("Rock salt", "34927100"), ("De-icing salt", "14410000")),
        (("Stray dog kennelling", "85200000"), ("Kennels for stray dogs", "98380000")),
        (("Library management system", "72260000"), ("Library system", "48160000")),
    ],
)
def test_one_thing_in_two_titles_is_one_need_whatever_the_codes(one, other):
    a = said("a", *one, need=f"{one[1][:4]}")
    b = said("b", *other, need=f"{other[1][:4]}")

    assert likeness(a, b) >= JOINS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Forest school sessions", "80410000"), ("School desks", "80410000")),
        (("Dog fouling campaign", "79340000"), ("Tourism campaign", "79340000")),
        (("Flail mower attachments", "16310000"), ("Ride-on mower", "16310000")),
        (("Software licence renewal", "48920000"), ("Software licence", "48920000")),
        (("Care home database", "48610000"), ("Care homes", "85310000")),
        (("Laundry for care homes", "98310000"), ("Care homes", "85310000")),
        (("Professional services", "79410000"), ("Treasury advice", "79410000")),
        (("Canal towpath repairs", "50700000"), ("Housing repairs", "50700000")),
    ],
)
def test_one_word_in_common_is_not_one_need(one, other):
    assert likeness(said("a", *one), said("b", *other)) < JOINS


def test_the_name_of_a_council_is_no_word_of_what_it_buys():
    one = said("a", "Anmouth road lining", "45230000")
    other = said("b", "Road lining", "45230000")
    named = Wording([one, other], {"a": "Anmouth Borough Council"})

    assert named.cosine("a", "b") == pytest.approx(1)
    assert Wording([one, other]).cosine("a", "b") < 1


def test_a_street_that_every_town_has_is_no_word_that_two_contracts_share() -> None:
    one = said("A", "Northgate depot cleaning", "90911200")
    other = said("B", "Cleaning at Northgate", "90911200")
    wording = Wording([one, other])
    assert wording.shared(["A", "B"], most=4) == ["cleaning"]
