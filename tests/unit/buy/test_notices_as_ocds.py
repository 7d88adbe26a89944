"""The drafts held to the rules of the Open Contracting Data Standard, rule by rule.

Our own table of what the published schemas ask of such a release: no validator of the
standard works without fetching it, and no text of it is kept here. A rule names a place in
the package, what must hold there and who says so, and a wrong value that must be noticed.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from invented_contracts import AS_OF, built, contract

from folkmoot.buy.law.notices import KINDS, draft_ocds

PACKAGE = "OCDS 1.1, release-package-schema.json"
RELEASE = "OCDS 1.1, release-schema.json"
LISTS = "OCDS 1.1, schema/codelists"
UK = "cabinetoffice/ocds_uk_extension"
OTHER = "open-contracting-extensions"
PORTAL = "Find a Tender's own releases of UK1 and UK3"
STATUSES = {
    "planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn",
}  # fmt: skip
ROLES = {
    "buyer", "procuringEntity", "supplier", "tenderer", "funder", "enquirer", "payer",
    "payee", "reviewBody", "interestedParty",
}  # fmt: skip
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
ADDRESS = re.compile(r"(https?://|urn:)\S+")


def text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def stamp(value: Any) -> bool:
    return text(value) and STAMP.fullmatch(value) is not None


def address(value: Any) -> bool:
    return text(value) and ADDRESS.fullmatch(value) is not None


def one_of(*known: Any) -> Callable[[Any], bool]:
    return lambda value: value in known


def like(pattern: str) -> Callable[[Any], bool]:
    return lambda value: text(value) and re.fullmatch(pattern, value) is not None


def amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


@dataclass(frozen=True)
class Rule:
    """What must hold at a place; the place must be there, in every element of a list."""

    place: str
    holds: Callable[[Any], bool]
    source: str
    wrong: Any


R, P, T = "releases[].", "releases[].planning.", "releases[].tender."
RULES = (
    Rule("uri", address, f"{PACKAGE}, required", "draft"),
    Rule("version", like(r"\d+\.\d+"), f"{PACKAGE}, required", "1.1.5"),
    Rule("publishedDate", stamp, f"{PACKAGE}, required", "2026-06-01"),
    Rule("publisher.name", text, f"{PACKAGE}, required", None),
    Rule("extensions[]", address, f"{PACKAGE}, extensions", "uk"),
    Rule(R + "ocid", text, f"{RELEASE}, required", ""),
    Rule(R + "id", like(r"[^#]+"), f"{RELEASE}, required; no # in it", "a#b"),
    Rule(R + "date", stamp, f"{RELEASE}, required", "1 June 2026"),
    Rule(
        R + "tag", one_of(["planning"]),
        f"{RELEASE}, tag: a planning process must not be tagged tender; {PORTAL}", ["tender"],
    ),
    Rule(R + "initiationType", one_of("tender"), f"{RELEASE}, required; closed list", "plan"),
    Rule(R + "language", like("[a-z]{2}"), f"{RELEASE}, language", "English"),
    Rule(R + "parties[].id", text, f"{RELEASE}, Organization.id", 7),
    Rule(R + "parties[].name", text, f"{RELEASE}, Organization.name", ""),
    Rule(R + "parties[].roles[]", one_of(*ROLES), f"{LISTS}/partyRole.csv", "leader"),
    Rule(
        R + "parties[].details.classifications[].scheme",
        one_of("UK_CA_TYPE", "UK_CA_DEVOLVED_REGULATIONS"),
        f"{UK}, +itemClassificationScheme.csv; {OTHER}/ocds_organizationClassification_extension",
        "TYPE",
    ),
    Rule(P + "documents[].id", text, f"{RELEASE}, Document.required", ""),
    Rule(
        P + "documents[].documentType", one_of("plannedProcurementNotice"),
        f"{LISTS}/documentType.csv; {PORTAL}", "tenderNotice",
    ),
    Rule(P + "documents[].noticeType", like("UK(1|3)"), f"{UK}, Document.noticeType", "UK4"),
    Rule(T + "id", text, f"{RELEASE}, Tender.required", ""),
    Rule(
        T + "title", lambda value: text(value) and len(value) < 150,
        f"{RELEASE}, Tender.title: under 150 characters", "t" * 150,
    ),
    Rule(T + "status", one_of(*STATUSES), f"{LISTS}/tenderStatus.csv, closed", "draft"),
    Rule(T + "status", one_of("planning", "planned"), f"{LISTS}/tenderStatus.csv", "active"),
    Rule(
        T + "mainProcurementCategory", one_of("goods", "services", "works"),
        f"{LISTS}/procurementCategory.csv, closed", "supplies",
    ),
    Rule(T + "value.amount", amount, f"{RELEASE}, Value.amount is a number", "480000.00"),
    Rule(T + "value.amountGross", amount, f"{UK}, Value.amountGross", None),
    Rule(T + "value.currency", like("[A-Z]{3}"), f"{LISTS}/currency.csv, closed", "£"),
    Rule(T + "aboveThreshold", one_of(True, False), f"{UK}, Tender.aboveThreshold", "yes"),
    Rule(T + "items[].id", text, f"{RELEASE}, Item.required", ""),
    Rule(
        T + "items[].classification.scheme", one_of("CPV"),
        f"{LISTS}/classificationScheme.csv", "cpv",
    ),
    Rule(T + "items[].classification.id", like(r"\d{8}"), "CPV 2008 without check digit", "3435"),
    Rule(T + "contractPeriod.startDate", stamp, f"{RELEASE}, Period", "2028-04-01"),
    Rule(T + "contractPeriod.endDate", stamp, f"{RELEASE}, Period", "2032-03-31"),
    Rule(
        T + "communication.futureNoticeDate", stamp,
        f"{OTHER}/ocds_communication_extension", "spring",
    ),
    Rule(
        T + "legalBasis.scheme", one_of("UKPGA"),
        f"{UK}, +itemClassificationScheme.csv", "CELEX",
    ),
    Rule(
        T + "legalBasis.id", one_of("2023/54"),
        f"{OTHER}/ocds_legalBasis_extension; {PORTAL}", "2015/102",
    ),
)  # fmt: skip
IDS = [f"{rule.place} ({rule.source})" for rule in RULES]


def values(found: Any, place: str) -> Iterator[Any]:
    """All that stands at a place, None where it is missing."""
    if not place:
        yield found
        return
    head, _, rest = place.partition(".")
    key = head.removesuffix("[]")
    inner = found.get(key) if isinstance(found, dict) else None
    if head.endswith("[]"):
        for one in inner or [None]:
            yield from values(one, rest)
    else:
        yield from values(inner, rest)


def put(found: Any, place: str, wrong: Any) -> None:
    """Put a value at the first such place."""
    head, _, rest = place.partition(".")
    key = head.removesuffix("[]")
    if head.endswith("[]"):
        if rest:
            put(found[key][0], rest, wrong)
        else:
            found[key][0] = wrong
    elif rest:
        put(found[key], rest, wrong)
    else:
        found[key] = wrong


def keeps(package: dict[str, Any], rule: Rule) -> bool:
    return all(rule.holds(value) for value in values(package, rule.place))


def drafts(**nations: str) -> dict[str, dict[str, Any]]:
    writer = built(
        [contract("a", "Ashford Vale"), contract("b", "Birchmoor")], nations=nations
    )
    (row,) = writer.rows(
        "SELECT document FROM finding.buy_opportunities WHERE is_headline"
    )
    found = json.loads(row["document"])
    return {
        kind: draft_ocds(found, KINDS[kind], as_of=AS_OF, group="Vale")
        for kind in KINDS
    }


@pytest.fixture(scope="module")
def packages() -> dict[str, dict[str, Any]]:
    return drafts()


@pytest.mark.parametrize("rule", RULES, ids=IDS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_keeps_the_rule(packages, kind: str, rule: Rule) -> None:
    assert keeps(packages[kind], rule), list(values(packages[kind], rule.place))


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_the_rule_notices_what_is_wrong_or_missing(packages, rule: Rule) -> None:
    broken = copy.deepcopy(packages["planned"])
    put(broken, rule.place, rule.wrong)
    assert not keeps(broken, rule)
    assert not keeps({}, rule)


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_in_their_lists_and_periods_run_forward(packages, kind) -> None:
    """OCDS 1.1: objects of one list are merged by id; a period ends after it starts."""
    (release,) = packages[kind]["releases"]
    for objects in (
        release["parties"],
        release["planning"]["documents"],
        release["tender"]["items"],
    ):
        ids = [one["id"] for one in objects]
        assert len(ids) == len(set(ids))
    period = release["tender"]["contractPeriod"]
    assert period["startDate"] < period["endDate"]


@pytest.mark.parametrize(("kind", "notice"), [("pipeline", "UK1"), ("planned", "UK3")])
def test_each_draft_is_of_its_notice(packages, kind: str, notice: str) -> None:
    (document,) = packages[kind]["releases"][0]["planning"]["documents"]
    assert document["noticeType"] == notice


def test_every_field_that_the_core_lacks_has_its_extension_declared(packages) -> None:
    declared = " ".join(packages["planned"]["extensions"])
    for name in (
        "ocds_uk_extension",
        "ocds_communication_extension",
        "ocds_legalBasis_extension",
        "ocds_organizationClassification_extension",
    ):
        assert name in declared


def test_a_welsh_council_says_that_welsh_regulations_apply() -> None:
    """cabinetoffice/ocds_uk_extension: GB-NIR, GB-SCT or GB-WLS where such apply."""
    (release,) = drafts(Birchmoor="Wales")["planned"]["releases"]
    codes = {
        party["name"]: [one["id"] for one in party["details"]["classifications"]]
        for party in release["parties"]
    }
    assert codes == {
        "Ashford Vale": ["publicAuthoritySubCentralGovernment"],
        "Birchmoor": ["publicAuthoritySubCentralGovernment", "GB-WLS"],
    }


def test_where_another_law_governs_the_act_is_not_named() -> None:
    (release,) = drafts(Birchmoor="Scotland")["planned"]["releases"]
    assert "legalBasis" not in release["tender"]
    assert "aboveThreshold" not in release["tender"]
