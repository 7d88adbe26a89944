"""In a build: likely links join, doubtful ones are asked, people's judgements hold."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from folkmoot.core.judgements import Judgement, pair_subject
from folkmoot.registers.linking.published import organisation_id, resolved_suppliers
from folkmoot.registers.names.normalising import normalised_name
from folkmoot.registers.suppliers.join_rows import JoinedSuppliers, joined_suppliers
from folkmoot.registers.suppliers.joins import JoinedNames, joined_names
from folkmoot.registers.suppliers.verdicts import supplier_verdicts

SECRET = b"one workspace"
# Two of one letter-for-letter name, one that shares a rare word, one stranger, a person.
KID, KIDS = "Quillfeather Child Care Ltd", "Quillfeather Childcare Ltd"
COUSIN = "Quillfeather Plumbing Ltd"
STRANGER = "Northgate Vehicles PLC"
PERSON = "Wilhelmina Quibble"


def row(name, *, number="", day=date(2024, 1, 1), count=1, postcode=""):
    return {
        "published_name": name,
        "scheme": "GB-COH" if number else "",
        "identifier": number,
        "postcode": postcode,
        "category": "",
        "row_count": count,
        "first_date": day,
        "is_contract": True,
    }


ROWS = [
    row(KID, day=date(2023, 1, 1)),
    row(KIDS, count=9),
    row(COUSIN),
    row(STRANGER),
    row(PERSON),
]


def own_id(name: str) -> str:
    return organisation_id(normalised_name(name))


def said(number, verdict, one, other, **detail) -> Judgement:
    subject = pair_subject(own_id(one), own_id(other))
    at = "2027-01-15T09:00:00+00:00"
    kept = (number, at, "Ann", "finance", "supplier", subject, number, verdict)
    return Judgement(*kept, "as I know", detail, None)


def joined(rows=ROWS, judgements=(), before=()) -> tuple[JoinedNames, JoinedSuppliers]:
    spelt = pa.Table.from_pylist(rows)
    exact = resolved_suppliers(spelt, secret=SECRET)
    found = joined_names(exact, spelt, judgements=judgements, heads_before=before)
    return found, joined_suppliers(exact, found, judgements)


def supplier_of(result: JoinedSuppliers) -> dict[str, str]:
    return {r["published_name"]: r["supplier_id"] for r in result.names.to_pylist()}


def test_a_likely_link_joins_and_is_explained() -> None:
    _, result = joined()
    of = supplier_of(result)
    assert of[KID] == of[KIDS]
    assert len(set(of.values())) == 4
    names = {r["published_name"]: r for r in result.names.to_pylist()}
    assert (names[KIDS]["method"], names[KID]["method"]) == ("likely", "own_name")
    assert "same letters" in names[KIDS]["reason"]
    assert f"Linked to “{KID}”" in names[KIDS]["reason"]
    (link,) = result.links
    assert (link["joined_name"], link["linked_name"]) == (KIDS, KID)
    assert (link["supplier_id"], link["joined_id"]) == (own_id(KID), own_id(KIDS))
    supplier = {r["supplier_id"]: r for r in result.suppliers.to_pylist()}[of[KID]]
    assert (supplier["display_name"], supplier["name_count"]) == (KIDS, 2)


def test_the_id_is_that_of_the_name_published_first_and_stays() -> None:
    _, result = joined()
    assert supplier_of(result)[KIDS] == own_id(KID)
    older = [*ROWS, row("Quill-Feather Child Care Ltd", day=date(2020, 1, 1))]
    _, again = joined(older, before={own_id(KID)})
    of = supplier_of(again)
    assert of["Quill-Feather Child Care Ltd"] == of[KIDS] == own_id(KID)


def test_the_order_of_rows_decides_nothing() -> None:
    _, forward = joined()
    _, backward = joined(ROWS[::-1])
    assert forward.links == backward.links
    assert forward.suppliers.to_pylist() == backward.suppliers.to_pylist()


def test_a_judgement_joins_what_no_link_would_and_says_who_and_why() -> None:
    judgement = said(7, "same", COUSIN, STRANGER)
    found, result = joined(judgements=[judgement])
    of = supplier_of(result)
    assert of[COUSIN] == of[STRANGER] != of[KID]
    link = next(link for link in result.links if link["method"] == "judged")
    assert link["judgement_id"] == 7
    assert link["reason"] == (
        "Joined by a person (Finance or spend analyst, 2027-01-15): as I know"
    )
    assert "Ann" not in str(result.names.to_pylist())
    (row_,) = supplier_verdicts(found, [judgement])
    assert (row_["state"], row_["is_applied"]) == ("applied", True)


def test_not_the_same_cuts_the_link_and_undoing_brings_it_back() -> None:
    judgement = said(7, "not-same", KID, KIDS)
    found, result = joined(judgements=[judgement])
    assert supplier_of(result)[KID] != supplier_of(result)[KIDS]
    (row_,) = supplier_verdicts(found, [judgement])
    assert "was cut for it" in row_["note"]
    assert not result.questions or all(
        own_id(KIDS) not in q["subject"] or own_id(KID) not in q["subject"]
        for q in result.questions
    )
    _, undone = joined(judgements=[])
    assert supplier_of(undone)[KID] == supplier_of(undone)[KIDS]


def test_not_the_same_holds_through_a_chain() -> None:
    judgements = [said(1, "not-same", KID, STRANGER), said(2, "same", KIDS, STRANGER)]
    found, result = joined(judgements=judgements)
    of = supplier_of(result)
    assert of[KID] != of[STRANGER]
    # A person's "same" is stronger than a likely link, so the likely link is cut.
    assert of[KIDS] == of[STRANGER]
    states = {r["judgement_id"]: r for r in supplier_verdicts(found, judgements)}
    assert states[1]["state"] == states[2]["state"] == "applied"
    assert "was cut" in states[1]["note"]


def test_two_judgements_that_contradict_are_raised() -> None:
    judgements = [
        said(1, "same", KID, COUSIN),
        said(2, "same", COUSIN, STRANGER),
        said(3, "not-same", KID, STRANGER),
    ]
    found, result = joined(judgements=judgements)
    states = {r["judgement_id"]: r for r in supplier_verdicts(found, judgements)}
    assert (states[1]["state"], states[1]["is_applied"]) == ("contradicted", False)
    assert "decision 3" in states[1]["note"]
    assert states[2]["state"] == states[3]["state"] == "applied"
    assert supplier_of(result)[KID] != supplier_of(result)[STRANGER]


@pytest.mark.parametrize(
    ("verdict", "numbers", "seen", "state"),
    [
        ("same", ("02904587", ""), ("", ""), "applied"),
        ("same", ("02904587", "02904587"), ("", ""), "applied"),
        ("same", ("02904587", "03110258"), ("", ""), "contradicted"),
        ("same", ("02904587", "03110258"), ("02904587", "03110258"), "applied"),
        ("same", ("02904587", "03110258"), ("02904587", ""), "contradicted"),
        ("not-same", ("02904587", "03110258"), ("", ""), "applied"),
        ("not-same", ("02904587", "02904587"), ("", ""), "contradicted"),
        ("not-same", ("02904587", "02904587"), ("02904587", ""), "contradicted"),
        ("not-same", ("02904587", "02904587"), ("02904587", "02904587"), "applied"),
    ],
)
def test_what_is_published_since_may_contradict_and_is_raised_not_dropped(
    verdict, numbers, seen, state
) -> None:
    rows = [row(COUSIN, number=numbers[0]), row(STRANGER, number=numbers[1])]
    shown = {own_id(COUSIN): [seen[0]], own_id(STRANGER): [seen[1]]}
    judgement = said(1, verdict, COUSIN, STRANGER, numbers=shown)
    found, result = joined(rows, [judgement])
    (row_,) = supplier_verdicts(found, [judgement])
    assert (row_["state"], row_["is_applied"]) == (state, True)
    assert (state == "contradicted") == bool(row_["note"])
    of = supplier_of(result)
    assert (of[COUSIN] == of[STRANGER]) == (verdict == "same")


def test_a_name_that_is_gone_is_said() -> None:
    judgement = said(1, "same", "Vanished Ltd", STRANGER)
    found, _ = joined(judgements=[judgement])
    (row_,) = supplier_verdicts(found, [judgement])
    assert (row_["state"], row_["is_applied"]) == ("not_found", False)


def test_people_are_never_asked_about_or_joined() -> None:
    rows = [row(PERSON), row("Mrs Wilhelmina Quibble"), row("W Quibble"), *ROWS]
    _, result = joined(rows)
    text = str([*result.links, *result.questions])
    assert "Quibble" not in text
    judgement = said(1, "same", PERSON, STRANGER)
    found, _ = joined(rows, [judgement])
    assert supplier_verdicts(found, [judgement])[0]["state"] == "not_found"


def test_what_lies_below_the_bar_is_asked_once_for_each_two_suppliers() -> None:
    endings = ("Holdings", "Estates", "Estate")
    rows = [row(f"Zephyrine {ending} Ltd") for ending in endings]
    _, result = joined(rows)
    asked = [(q["one_label"], q["other_label"]) for q in result.questions]
    assert asked, "a rare word in both is worth a look"
    assert len({q["subject"] for q in result.questions}) == len(asked)
    answered = [said(n, "not-same", *pair) for n, pair in enumerate(asked, 1)]
    _, later = joined(rows, answered)
    assert later.questions == []
    unsure = [said(n, "unsure", *pair) for n, pair in enumerate(asked, 1)]
    found, still = joined(rows, unsure)
    assert len(still.questions) == len(asked)
    assert {r["state"] for r in supplier_verdicts(found, unsure)} == {"open"}
