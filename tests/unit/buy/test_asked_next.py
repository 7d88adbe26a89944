"""What a procurement lead asks next, on a few invented contracts."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from invented_contracts import AS_OF, contract, council_id, filled

from folkmoot.buy.asked.asked_next import ANSWERS
from folkmoot.buy.desk import DESK
from folkmoot.buy.headings import ASKED
from folkmoot.core.desk import BuildContext

PAIR = (("a", "Ashford Vale"), ("b", "Birchmoor"))


def asked(contracts, *, councils=None, payments=None, as_of=AS_OF):
    """The answers of the first proposal, each as its sentences."""
    writer = filled(contracts, payments)
    for gss, given in (councils or {}).items():
        for column, value in given.items():
            writer.connection.execute(
                f"UPDATE fact.councils SET {column} = ? WHERE council_id = ?",
                [value, gss],
            )
    DESK.build(writer, BuildContext(as_of=as_of, group_name="Four"))
    row = writer.rows(
        "SELECT document FROM finding.buy_opportunities ORDER BY rank LIMIT 1"
    )[0]
    found = json.loads(row["document"])["asked_next"]
    for reasons in found.values():
        for reason in reasons:
            assert reason["evidence"]
            assert reason["measure"]["name"]
    return {key: [r["sentence"] for r in reasons] for key, reasons in found.items()}


def pair(**given):
    return [contract(name, council, **given) for name, council in PAIR]


def test_every_question_has_a_heading_and_an_answer():
    assert [key for key, _ in ASKED] == list(ANSWERS)


def test_nothing_is_said_where_nothing_is_known():
    bare = asked(
        pair(value_gbp=None, supplier="", need_id="cpv:3435", description="Tyres")
    )

    assert bare == {}


def test_the_lead_has_done_it_before_and_the_measures_are_its_own():
    before = contract(
        "old",
        "Birchmoor",
        start_date=date(2020, 4, 1),
        end_date=date(2024, 3, 31),
        kind="framework",
    )

    said = asked([*pair(), before])["who_could_lead"]

    assert said[0].startswith(
        "Birchmoor could lead: it has 2 contracts for this need on record, 1 of them a "
        "framework, spends about £100,000 a year, 50% of what is known"
    )
    assert said[1].startswith(
        "Ashford Vale could lead: it spends about £100,000 a year"
    )


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2029, 3, 31), "could replace a tender"),
        (None, "could replace a tender"),
        (date(2027, 3, 31), "before the best day: ask whether it will be replaced"),
        (date(2026, 5, 31), ""),
    ],
    ids=["in force on the day", "end not published", "ends before it", "has ended"],
)
def test_a_framework_is_told_by_what_it_is_good_for_on_the_day(last, told):
    framework = contract(
        "f",
        "Calderwick",
        kind="framework",
        title="Tyre framework",
        end_date=last,
        end_method="published" if last else "none",
    )
    beside = contract("c", "Calderwick", end_date=date(2027, 3, 31), value_gbp=4_000)

    said = asked([*pair(), framework, beside]).get("frameworks", [])

    assert len(said) == bool(told)
    for sentence in said:
        assert "Tyre framework" in sentence
        assert told in sentence


def test_two_members_that_name_one_framework_are_told_together():
    said = asked(pair(description="Called off the framework AB1234 for tyres"))

    assert said["frameworks"][0].startswith(
        "Ashford Vale and Birchmoor name the framework AB1234"
    )


def test_call_offs_without_a_name_raise_the_question_which():
    said = asked(pair(kind="call_off"))["frameworks"]

    assert "already buy this by calling off a framework" in said[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The supplier has exclusivity for all fittings.", "exclusivity"),
        ("A guaranteed minimum volume of 400 tyres a year applies.", "volume"),
        ("There is no guarantee of any volume of work.", "volume"),
        ("Prices are exclusive of VAT.", ""),
        ("A minimum of two site visits.", ""),
    ],
)
def test_binding_words_are_quoted_as_published(words, told):
    said = asked(pair(description=words)).get("binding_words", [])

    assert bool(said) is bool(told)
    assert all(words.rstrip(".") in one and told in one for one in said)


def test_staff_transfer_is_a_question_and_only_for_services_of_people():
    cleaning = asked(
        pair(need_id="cpv:9091", cpv_codes=["90910000"], title="Office cleaning")
    )

    assert cleaning["staff"][0].startswith("Ask whether staff would transfer")
    assert "held by 2 suppliers" in cleaning["staff"][0]
    assert "staff" not in asked(pair())
    assert "speak of it" in asked(pair(description="TUPE applies."))["staff"][0]


def test_lots_are_asked_about_where_a_local_incumbent_would_face_much_more():
    small = contract("b", "Birchmoor", value_gbp=Decimal(40_000))
    wide = [
        contract("a", "Ashford Vale", supplier="Wide"),
        contract("w", "Calderwick", supplier="Wide", end_date=date(2027, 1, 31)),
    ]

    said = asked([*wide, small])["lots"]

    assert "1 of 2 incumbents is in these files at one council only" in said[0]
    assert "11 times" in said[0]
    assert said[0].endswith("holds now (Procurement Act 2023, section 18).")


@pytest.mark.parametrize(
    ("as_of", "nation", "cited"),
    [
        (
            AS_OF,
            "Scotland",
            "(Public Contracts (Scotland) Regulations 2015, regulation 47).",
        ),
        (AS_OF, "Atlantis", "holds now."),
        (
            date(2024, 6, 1),
            "England",
            "(Public Contracts Regulations 2015, regulation 46).",
        ),
        (
            date(2024, 6, 1),
            "Wales",
            "(Public Contracts Regulations 2015, regulation 46).",
        ),
    ],
)
def test_lots_cite_the_law_of_the_day_on_which_the_purchase_begins(
    as_of, nation, cited
):
    soon = {"end_date": date(2025, 6, 30)} if as_of < AS_OF else {}
    nations = {council_id(name): {"nation": nation} for _, name in PAIR}
    small = contract("b", "Birchmoor", value_gbp=Decimal(40_000), **soon)
    found = asked(
        [contract("a", "Ashford Vale", **soon), small], councils=nations, as_of=as_of
    )
    assert found["lots"][0].endswith(cited)


def test_a_council_that_ends_within_the_term_is_told_with_its_successor():
    gone = {
        council_id("Birchmoor"): {
            "end_date": date(2029, 3, 31),
            "successor_id": council_id("Calderwick"),
        }
    }
    far = {council_id("Birchmoor"): {"end_date": date(2040, 3, 31)}}

    said = asked(pair(), councils=gone)["reorganisation"]

    assert said[0].startswith("Birchmoor ends on 31 March 2029, 364 days after")
    assert said[0].endswith("Calderwick takes over its part.")
    assert "reorganisation" not in asked(pair(), councils=far)


def test_concentration_is_measured_now_and_if_bought_as_one():
    beside = contract("c", "Calderwick", end_date=date(2030, 3, 31), value_gbp=300_000)

    said = asked([*pair(), beside])["concentration"]

    assert said[0] == "Incumbents: Supplier of a and Supplier of b."
    assert "Herfindahl index" in said[1]
    # Three suppliers with 100,000, 100,000 and 50,000 a year: 0.36; then 200,000 of
    # 250,000 for one newcomer (0.68), or all for the third.
    assert "0.36 now, 0.68 to 1.00" in said[1]


def test_values_a_head_compare_one_tier_and_name_their_source():
    people = {
        council_id("Ashford Vale"): {"residents": 50_000, "residents_source": "2021"},
        council_id("Birchmoor"): {"residents": 100_000, "residents_source": "2021"},
    }
    other = people[council_id("Birchmoor")] | {"type": "county"}
    county = people | {council_id("Birchmoor"): other}

    said = asked(pair(), councils=people)["per_head"]

    assert "£1.00 at Birchmoor and £2.00 at Ashford Vale" in said[0]
    assert "2.0 times" in said[0]
    like = people | {
        council_id("Birchmoor"): {"residents": 52_000, "residents_source": "2021"}
    }
    assert (
        "; about alike. Residents: 2021." in asked(pair(), councils=like)["per_head"][0]
    )
    assert "per_head" not in asked(pair(), councils=county)
    assert "per_head" not in asked(pair())
    assert "per_head" not in asked(
        pair(value_basis="ceiling", value_gbp=None, ceiling_gbp=Decimal(10**6)),
        councils=people,
    )


def test_whom_to_ring_is_a_role_and_a_rare_cost_centre_is_never_shown():
    named = asked(pair(sub_unit="Parks"))["whom_to_ring"]

    assert (
        named[0]
        == "The contract owner in Parks at Ashford Vale (department as published)."
    )

    def paid(service, suppliers):
        return [
            {
                "source_id": "register-1",
                "table_name": "",
                "row_number": 100 + n,
                "council_id": council_id("Ashford Vale"),
                "supplier_id": name,
                "payment_date": date(2026, 1, 5),
                "amount_gbp": Decimal(100),
                "service_text": service,
            }
            for n, name in enumerate(suppliers)
        ]

    many = ["s:Supplier of a", "s:1", "s:2", "s:3", "s:4"]
    told = asked(pair(), payments=paid("Fleet", many))["whom_to_ring"]
    rare = asked(pair(), payments=paid("A Person", many[:2]))

    assert "in Fleet at Ashford Vale (the department that pays" in told[0]
    assert "whom_to_ring" not in rare
