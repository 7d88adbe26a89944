"""What is said of options: the chance that they are taken, and the day that it changes."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from invented_contracts import AS_OF, built, contract, council_id

from folkmoot.buy.arguments.option_words import chance_in_words
from folkmoot.buy.contracts.contract import NO_VALUE, Contract, Reach
from folkmoot.buy.contracts.taken import PRIOR_CHANCE, Chance, chances
from folkmoot.buy.search.scoring import free_on

END = date(2028, 3, 31).toordinal()
LATEST = date(2030, 3, 31).toordinal()
EXTENDABLE = Contract(
    contract_id="a", council_id="A", is_member=True, need_id="cpv:3435",
    need_confidence=1.0, need_method="code", free_from=END - 90, free_to=LATEST + 183,
    end=END, latest=LATEST, end_confidence=1.0, window_method="end",
    end_method="published", kind="contract", stage="contract", yearly=NO_VALUE,
    supplier_ids=(), references=(), title="", description="", extension_text="",
    start=date(2024, 4, 1), published=None, statement_count=1, has_broad_supplier=False,
    reach=Reach(method="words", options=2, months=24, chance=0.6),
)  # fmt: skip


def seen(taken, gone, need="cpv:3435", unknown=0):
    told = [True] * taken + [False] * gone + [None] * unknown
    return [
        {"contract_id": f"{need}-{n}", "need_id": need, "was_taken": was}
        for n, was in enumerate(told)
    ]


def test_nothing_seen_leaves_the_assumption():
    assert chances([]).of_need("cpv:3435").value == PRIOR_CHANCE
    assert chances(seen(0, 0, unknown=5)).of_need("cpv:3435").seen == 0


def test_few_are_shrunk_towards_the_workspace_and_many_speak_for_themselves():
    few = chances(seen(0, 2) + seen(8, 0, "cpv:9051"))
    # Workspace: (4 x 0.75 + 8) / (4 + 10) = 0.7857; division 34: 4 x 0.7857 / 6 = 0.5238.
    assert few.workspace.value == 0.7857
    assert few.of_need("cpv:3435").value == 0.5238
    assert few.of_need("cpv:4521") == few.workspace
    many = chances(seen(0, 200))
    assert many.of_need("cpv:3435").value < 0.02


def test_the_base_of_the_estimate_is_shown():
    chance = Chance(0.54, 4, 9, "division")
    assert (
        chance_in_words(chance)
        == "taken in 4 of 9 such contracts; 0.54, with few to go by"
    )
    assert "our own assumption" in chance_in_words(Chance(0.75, 0, 0, "workspace"))
    assert "few" not in chance_in_words(Chance(0.5, 20, 40, "division"))


@pytest.mark.parametrize(
    ("day", "chance"),
    [
        (date(2028, 3, 31), 1.0),
        (date(2028, 4, 1), 1.0),
        (date(2028, 9, 1), 0.6),
        (date(2029, 3, 31), 0.6),
        (date(2029, 9, 1), 0.36),
        (date(2030, 3, 31), 0.36),
    ],
)
def test_after_its_end_a_contract_runs_only_if_each_option_was_taken(day, chance):
    assert free_on(EXTENDABLE, day.toordinal()) == pytest.approx(chance)


def test_bridging_past_the_latest_end_needs_every_option_too():
    day = LATEST + 100
    plain = replace(EXTENDABLE, end=LATEST, reach=Reach())
    assert free_on(EXTENDABLE, day) == pytest.approx(0.36 * free_on(plain, day))


def document(writer):
    (row,) = writer.rows(
        "SELECT document FROM finding.buy_opportunities WHERE is_headline"
    )
    return json.loads(row["document"])


def test_a_proposal_shows_words_reach_and_chance():
    words = {
        "contract_id": "a", "option_number": 1, "kind": "option", "option_count": 2,
        "length_months": 12, "total_months": 24, "field": "description",
        "words": "option to extend for 2 x 12 months", "words_start": 4, "words_end": 38,
    }  # fmt: skip
    past = {
        "end_date": date(2025, 3, 31), "option_months": 12, "option_count": 1,
        "earlier_end_date": date(2024, 3, 31), "start_date": date(2020, 4, 1),
    }  # fmt: skip
    reach = {
        "latest_end_date": date(2030, 3, 31), "latest_end_method": "words",
        "option_count": 2, "option_months": 24, "notice_days": 90,
    }  # fmt: skip
    writer = built(
        [
            contract("a", "Ashford Vale", **reach),
            contract("b", "Birchmoor"),
            contract("old", "Dunmere", **past),
        ],
        options=[words],
    )
    found = document(writer)
    (own,) = next(m for m in found["members"] if m["council_name"] == "Ashford Vale")[
        "contracts"
    ]
    said = own["options"]
    assert said["rows"][0]["words"] == words["words"]
    assert (said["chance"]["taken"], said["chance"]["seen"]) == (1, 1)
    assert said["chance"]["contract_ids"] == ["old"]
    assert said["notice_days"] == 90
    assert said["sentence"] == (
        "Its words give options of 24 months in all, 2 still open, up to 31 March 2030."
    )
    against = " ".join(r["sentence"] for r in found["reasons_against"])
    assert (
        "must be declined in time. How often options are taken: taken in 1 of 1"
        in against
    )


def test_an_option_that_must_be_taken_first_is_said():
    option = {"latest_end_date": date(2030, 3, 31), "latest_end_method": "published"}
    later = {"start_date": date(2025, 1, 1), "end_date": date(2029, 1, 31)}
    writer = built(
        [
            contract("a", "Ashford Vale", **option),
            contract("b", "Birchmoor", **later),
            contract("c", "Calderwick", **later),
        ]
    )
    against = " ".join(r["sentence"] for r in document(writer)["reasons_against"])
    assert (
        "1 of 3 contracts runs until the start of a joint contract only if" in against
    )
    assert "our own assumption" in against


def test_an_end_that_counts_its_options_opens_the_window_at_the_first_term():
    counted = {
        "end_date": date(2030, 3, 31), "first_end_date": date(2028, 3, 31),
        "latest_end_date": date(2030, 3, 31), "latest_end_method": "in_end_date",
        "option_count": 2, "option_months": 24, "options_in_end": 2,
    }  # fmt: skip
    writer = built(
        [contract("a", "Ashford Vale", **counted), contract("b", "Birchmoor")]
    )
    found = document(writer)
    (own,) = next(m for m in found["members"] if m["council_name"] == "Ashford Vale")[
        "contracts"
    ]
    assert (own["end_date"], own["latest_end_date"]) == ("2028-03-31", "2030-03-31")
    assert own["options"]["published_end_date"] == "2030-03-31"
    assert "first term on 31 March 2028" in own["options"]["sentence"]


def paid(day, amount="1000.00"):
    return {
        "source_id": "register-1", "table_name": "", "row_number": 100 + day.month,
        "council_id": council_id("Ashford Vale"), "supplier_id": "s:Supplier of a",
        "payment_date": day, "amount_gbp": Decimal(amount),
    }  # fmt: skip


def test_payments_after_the_end_are_shown_with_their_rows():
    months = [date(2026, month, 15) for month in (2, 3, 4, 5)]
    ended = {"end_date": date(2025, 12, 1), "latest_end_date": date(2027, 12, 1)}
    writer = built(
        [
            contract("a", "Ashford Vale", **ended),
            contract("b", "Birchmoor", end_date=date(2027, 6, 30)),
        ],
        [paid(day) for day in months],
    )
    found = document(writer)
    (own,) = next(m for m in found["members"] if m["council_name"] == "Ashford Vale")[
        "contracts"
    ]
    after = own["options"]["paid_after_end"]
    assert (after["months"], after["amount_gbp"]) == (4, "4000.00")
    assert {place["row"] for place in after["evidence"]} == {102, 103, 104, 105}
    assert date.fromisoformat(after["last_date"]) < AS_OF
    (silent,) = [r for r in found["reasons_against"] if "still paid" in r["sentence"]]
    assert "£4,000 in 4 months" in silent["sentence"]
    assert 105 in {place["row"] for place in silent["evidence"]}
    assert own["end_confidence"] == pytest.approx(0.9 * 0.8)
