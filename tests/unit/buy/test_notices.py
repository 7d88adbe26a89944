"""Draft notices: OCDS of the right shape, words to paste, nothing invented."""

import json
from datetime import date

import pytest
from invented_contracts import AS_OF, built, contract

from folkmoot.buy.law.notice_words import draft_file, draft_words
from folkmoot.buy.law.notices import KINDS, TO_FILL, draft_ocds


@pytest.fixture(scope="module")
def opportunity():
    given = {"title": "Café chairs", "description": "Chairs, £40 each"}
    writer = built(
        [contract("a", "Ashford Vale", **given), contract("b", "Birchmoor", **given)]
    )
    (row,) = writer.rows(
        "SELECT document FROM finding.buy_opportunities WHERE is_headline"
    )
    return json.loads(row["document"])


def test_it_says_that_it_is_a_draft_and_invents_nobody(opportunity):
    package = draft_ocds(opportunity, KINDS["planned"], as_of=AS_OF, group="Vale")
    assert package["draft"] == "DRAFT, not published"
    assert package["toFill"]
    (release,) = package["releases"]
    text = json.dumps(package)
    assert "contactPoint" not in text
    assert "@" not in text
    assert "buyer" not in release, "only the councils can say who leads"
    assert any("`buyer`" in said for said in package["toFill"])
    assert [p["name"] for p in release["parties"]] == ["Ashford Vale", "Birchmoor"]
    assert all(p["identifier"]["id"] == TO_FILL for p in release["parties"])


def test_value_without_and_with_vat_agree(opportunity):
    value = draft_ocds(opportunity, KINDS["pipeline"], as_of=AS_OF, group="Vale")[
        "releases"
    ][0]["tender"]["value"]
    assert value["amountGross"] == pytest.approx(1.2 * value["amount"], abs=0.02)
    high = float(opportunity["law"]["together"]["value_gbp"]["high"])
    assert value["amountGross"] == pytest.approx(high)


def test_the_words_say_the_same_and_when(opportunity):
    said = draft_words(opportunity, KINDS["planned"], as_of=AS_OF, group="Vale")
    assert said.startswith("PLANNED PROCUREMENT NOTICE (UK3): DRAFT, not published")
    assert "Contact: TO FILL" in said
    assert "Ashford Vale; Birchmoor" in said
    span = next(n for n in opportunity["law"]["notices"] if n["id"] == "UK3")
    assert f"from {span['from']} to {span['to']}" in said


def test_unknown_values_and_laws_are_left_to_fill():
    nothing = {"value_gbp": None, "value_basis": ""}
    writer = built(
        [
            contract("a", "Ashford Vale", **nothing),
            contract("b", "Birchmoor", **nothing),
        ],
        nations={"Birchmoor": "Scotland"},
    )
    (row,) = writer.rows(
        "SELECT document FROM finding.buy_opportunities WHERE is_headline"
    )
    found = json.loads(row["document"])
    said = draft_words(found, KINDS["pipeline"], as_of=AS_OF, group="Vale")
    assert "Estimated value: TO FILL (no value is known)" in said
    assert "Whether a UK1 applies is not known" in said
    package = draft_ocds(found, KINDS["pipeline"], as_of=AS_OF, group="Vale")
    assert "value" not in package["releases"][0]["tender"]


def test_the_contract_period_is_counted_in_calendar_years(opportunity):
    period = draft_ocds(opportunity, KINDS["pipeline"], as_of=AS_OF, group="V")[
        "releases"
    ][0]["tender"]["contractPeriod"]
    start = date.fromisoformat(opportunity["go_live"]["best"])
    years = opportunity["law"]["term_years"]["most"]
    assert years == 4.0
    last = date.fromisoformat(period["endDate"][:10])
    assert (last.year, (last - start).days) == (start.year + 4, 1460)


def test_the_file_is_named_for_its_notice(opportunity):
    name, content = draft_file(
        opportunity, "planned", "json", as_of=AS_OF, group="Vale"
    )
    assert name == f"draft-UK3-{opportunity['id']}.json"
    assert json.loads(content)["draft"]
    name, content = draft_file(
        opportunity, "pipeline", "txt", as_of=AS_OF, group="Vale"
    )
    assert name.endswith(".txt")
    assert b"UK1" in content
