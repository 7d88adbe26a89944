"""Draft notices: OCDS of the right shape, words to paste, nothing invented."""

import json
import re
from datetime import date

import pytest
from invented_contracts import AS_OF, built, contract

from folkmoot.buy.law.notice_words import draft_file, draft_words
from folkmoot.buy.law.notices import KINDS, TO_FILL, draft_ocds

TAGS = {"planning", "planningUpdate", "tender", "award", "contract"}
STATUSES = {"planning", "planned", "active", "cancelled", "unsuccessful", "complete"}
CATEGORIES = {"goods", "works", "services"}
MILESTONES = {"preProcurement", "approval", "engagement", "assessment", "delivery"}
STAMP = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")


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


@pytest.mark.parametrize("name", KINDS)
def test_the_draft_has_the_shape_of_a_release_package(opportunity, name):
    """Required fields and closed codelists of the OCDS 1.1 release package schema."""
    package = draft_ocds(opportunity, KINDS[name], as_of=AS_OF, group="Vale")
    assert {"uri", "version", "publishedDate", "publisher", "releases"} <= set(package)
    assert package["version"] == "1.1"
    assert isinstance(package["publisher"]["name"], str)
    assert STAMP.match(package["publishedDate"])
    (release,) = package["releases"]
    assert {"ocid", "id", "date", "tag", "initiationType"} <= set(release)
    assert "#" not in release["id"]
    assert set(release["tag"]) <= TAGS
    assert release["initiationType"] == "tender"
    ids = [party["id"] for party in release["parties"]]
    assert len(ids) == len(set(ids))
    assert release["buyer"]["id"] in ids
    tender = release["tender"]
    assert tender["id"]
    assert tender["status"] in STATUSES
    assert tender["mainProcurementCategory"] in CATEGORIES
    assert STAMP.match(tender["contractPeriod"]["startDate"])
    assert tender["contractPeriod"]["startDate"] < tender["contractPeriod"]["endDate"]
    assert isinstance(tender["value"]["amount"], float)
    assert tender["value"]["currency"] == "GBP"
    item = tender["items"][0]
    assert re.fullmatch(r"\d{8}", item["classification"]["id"])
    (milestone,) = release["planning"]["milestones"]
    assert milestone["type"] in MILESTONES
    (document,) = release["planning"]["documents"]
    assert document["noticeType"] == {"pipeline": "UK1", "planned": "UK3"}[name]
    assert json.loads(json.dumps(package)) == package


def test_it_says_that_it_is_a_draft_and_invents_nobody(opportunity):
    package = draft_ocds(opportunity, KINDS["planned"], as_of=AS_OF, group="Vale")
    assert package["draft"] == "DRAFT, not published"
    assert package["toFill"]
    (release,) = package["releases"]
    text = json.dumps(package)
    assert "contactPoint" not in text
    assert "@" not in text
    assert TO_FILL in release["buyer"]["name"]
    names = [p["name"] for p in release["parties"]]
    assert names[1:] == ["Ashford Vale", "Birchmoor"]
    assert all(p["identifier"]["id"] == TO_FILL for p in release["parties"][1:])


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
