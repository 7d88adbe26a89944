"""The desk as a whole on a few invented contracts."""

from __future__ import annotations

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from invented_contracts import AS_OF, built, contract, council_id, filled

from folkmoot.buy import findings
from folkmoot.buy.arguments.need import _different_words, _grants
from folkmoot.buy.desk import DESK, OPPORTUNITIES
from folkmoot.buy.proposal.case import pounds
from folkmoot.core.desk import BuildContext
from folkmoot.core.store import Reader, Writer

FINE = {"cpv_codes": ["34351100"]}
"""One kind of thing by its code: it joins what words would not."""
SCHEMAS = Path(__file__).parents[3] / "docs" / "reference" / "schemas"


def proposals(writer):
    rows = writer.rows(
        "SELECT document FROM finding.buy_opportunities WHERE is_headline ORDER BY rank"
    )
    return [json.loads(row["document"]) for row in rows]


def members(proposal):
    return [m["council_name"] for m in proposal["members"] if m["is_member"]]


def sentences(proposal, key="reasons_against"):
    return " ".join(reason["sentence"] for reason in proposal[key])


def test_contracts_for_one_need_that_end_together_are_proposed():
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale"),
                contract("b", "Birchmoor", end_date=date(2028, 6, 30)),
            ]
        )
    )

    assert members(found) == ["Ashford Vale", "Birchmoor"]
    assert (found["go_live"]["from"], found["go_live"]["to"]) == (
        "2028-04-01",
        "2028-09-30",
    )
    assert found["value_gbp"]["mid"] == "194132.82"
    assert found["evidence"][0] == {
        "source_id": "register-1",
        "file": "register.csv",
        "sheet": "",
        "row": 2,
        "pointer": "",
    }
    assert all(r["evidence"] for r in found["reasons_for"] + found["reasons_against"])


@pytest.mark.parametrize(
    "other",
    [
        {"need_id": "cpv:7931", "title": "Parish poll", "description": ""},
        {"end_date": date(2029, 6, 30)},
        {"status": "cancelled"},
        {"end_date": date(2025, 3, 31)},
        {"council_id": council_id("Ashford Vale")},
        {"need_id": ""},
    ],
    ids=["another need", "far apart", "cancelled", "ended", "same council", "no need"],
)
def test_what_cannot_be_bought_together_is_not_proposed(other):
    assert not proposals(
        built([contract("a", "Ashford Vale"), contract("b", "Birchmoor", **other)])
    )


def test_one_supplier_of_unlike_needs_makes_no_group():
    found = built(
        [
            contract("a", "Ashford Vale", supplier="Everything Ltd"),
            contract("b", "Birchmoor", supplier="Everything Ltd", need_id="cpv:4821"),
        ]
    )

    assert not proposals(found)


def test_broad_codes_join_only_by_telling_words():
    like = {"need_id": "cpv:72", "title": "Planning casework software hosting"}
    unlike = {"need_id": "cpv:72", "title": "Library card printing"}
    more = [
        contract(f"x{i}", name, need_id="cpv:79", title=title)
        for i, (name, title) in enumerate(
            [
                ("Calderwick", "Library card printing"),
                ("Dunmere", "Planning casework software hosting"),
            ]
        )
    ]

    joined = built(
        [
            contract("a", "Ashford Vale", description="", **like),
            contract("b", "Birchmoor", description="", **like),
            *more,
        ]
    )
    apart = built(
        [
            contract("a", "Ashford Vale", description="", **like),
            contract("b", "Birchmoor", description="", **unlike),
            *more,
        ]
    )

    assert members(proposals(joined)[0]) == ["Ashford Vale", "Birchmoor"]
    assert "only a broad category" in sentences(proposals(joined)[0])
    assert not [p for p in proposals(apart) if "Ashford Vale" in members(p)]


def test_neighbours_are_asked_but_not_counted():
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale"),
                contract("b", "Birchmoor"),
                contract("n", "Eastmarsh"),
            ]
        )
    )

    assert members(found) == ["Ashford Vale", "Birchmoor"]
    assert [m["council_name"] for m in found["members"]][-1] == "Eastmarsh"
    assert found["value_gbp"]["mid"] == "200000.00"
    assert "Eastmarsh" in sentences(found, "grows_if")


def test_a_contract_stands_in_one_headline():
    writer = built(
        [
            contract("a", "Ashford Vale", end_date=date(2028, 3, 31)),
            contract("b", "Birchmoor", end_date=date(2028, 9, 30)),
            contract("c", "Calderwick", end_date=date(2029, 3, 31)),
            contract("d", "Dunmere", end_date=date(2029, 9, 30)),
        ]
    )

    used = [
        c["contract_id"]
        for p in proposals(writer)
        for m in p["members"]
        for c in m["contracts"]
    ]
    assert len(proposals(writer)) == 2
    assert len(used) == len(set(used)) == 4


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"need_method": "title", "need_confidence": 0.6}, "not coded but inferred"),
        ({"need_method": "title"}, "inferred for 1 of 2 contracts, from its title"),
        (
            {"need_method": "title", "title": ""},
            "inferred for 1 of 2 contracts, from its description",
        ),
        (
            {
                "need_method": "title",
                "need_reason": "no telling code; in the description “tyres”",
            },
            "from its description",
        ),
        (
            {
                "need_confidence": 0.6,
                "need_reason": "the publisher's code is in Tyres, but “mower” speaks of "
                "Grounds",
            },
            "The code of 1 of 2 contracts is in doubt: the publisher's code is in Tyres, but",
        ),
        ({"end_method": "category_median"}, "not published but estimated"),
        ({"value_gbp": None}, "No value is published"),
        ({"value_gbp": Decimal(9_000_000)}, "would set the terms"),
        ({"supplier": "Supplier of a"}, "same supplier, Supplier of a, holds all"),
        ({"end_date": date(2028, 8, 31)}, "must be bridged past"),
        ({"published_date": date(2021, 5, 1)}, "61 months ago"),
        ({"kind": "framework"}, "is a framework or dynamic market"),
        ({"title": "Community grants: tyres"}, "a grant is given, not bought"),
        (
            {"end_method": "category_median"},
            "1 of 2 contracts is goods without a published term",
        ),
        (
            {"stage": "planned", "start_date": date(2028, 4, 1), "end_date": None},
            "planned or already out to tender",
        ),
        ({"value_gbp": Decimal("1.00")}, "is a placeholder"),
    ],
)
def test_what_speaks_against_it_is_said_only_when_it_is_so(given, said):
    plain = proposals(
        built(
            [
                contract("a", "Ashford Vale"),
                contract("b", "Birchmoor"),
                contract(
                    "z",
                    "Calderwick",
                    need_id="cpv:9999",
                    title="Garden sundries",
                    description="",
                ),
            ]
        )
    )
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale"),
                contract("b", "Birchmoor", **given),
                contract(
                    "z",
                    "Calderwick",
                    need_id="cpv:9999",
                    title="Garden sundries",
                    description="",
                ),
            ]
        )
    )

    assert said in sentences(found)
    assert said not in sentences(plain[0])


def test_where_a_code_alone_joins_two_contracts_that_is_said():
    sundries = {"title": "Garden sundries", "description": ""}
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", **FINE),
                contract("b", "Birchmoor", **sundries, **FINE),
            ]
        )
    )

    assert "share no telling word" in sentences(found)
    assert found["need"]["label"] == "Need cpv:3435"


def test_one_thing_that_all_name_is_the_heading_and_other_codes_are_pointed_at():
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", title="Tyres", description=""),
                contract("b", "Birchmoor", title="Tyre supply", description=""),
                contract(
                    "c",
                    "Calderwick",
                    title="Tyres",
                    description="",
                    need_id="cpv:7931",
                    cpv_codes=["79310000"],
                ),
            ]
        )
    )

    assert found["need"]["label"] == "Tyres"
    assert "all 3 contracts name one thing: tyres." in sentences(found, "reasons_for")
    told = "1 of 3 contracts is published under another class of category code"
    assert told in sentences(found)


def test_buildings_that_stand_are_not_let_again():
    hall = {
        "need_id": "cpv:4521",
        "cpv_codes": ["45212200"],
        "title": "Sports pavilion",
        "description": "A sports pavilion",
    }
    building = [
        contract("a", "Ashford Vale", **hall),
        contract("b", "Birchmoor", **hall),
    ]
    upkeep = [{**row, "description": "Planned repairs"} for row in building]

    assert proposals(built(building)) == []
    assert len(proposals(built(upkeep))) == 1


def test_a_rolling_contract_may_join_a_group_but_not_make_one():
    rolling = {"is_open_ended": True, "end_date": None, "end_method": "none"}
    one = contract("a", "Ashford Vale")
    other = contract("b", "Birchmoor")
    without_end = contract("c", "Calderwick", **rolling)

    assert not proposals(built([one, without_end]))
    (found,) = proposals(built([one, other, without_end]))
    assert len(found["members"]) == 3
    assert "1 of 3 contracts runs without an end" in sentences(found)


def test_too_late_for_an_open_procedure_is_said():
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", end_date=date(2026, 11, 30)),
                contract("b", "Birchmoor", end_date=date(2026, 11, 30)),
            ]
        )
    )

    assert "too late to go live by open procedure" in sentences(found)
    assert "the latest safe starts passed up to" in sentences(found)
    assert found["latest_safe_starts"]["open_procedure"] < AS_OF.isoformat()


def test_one_doubt_about_several_values_is_said_once_with_all_their_councils():
    pound = {"value_gbp": Decimal("1.00")}
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", **pound),
                contract("b", "Birchmoor", **pound),
            ]
        )
    )

    said = [r["sentence"] for r in found["reasons_against"]]
    assert [one for one in said if "placeholder" in one] == [
        "Ashford Vale and Birchmoor: The published value of £1.00 is a placeholder."
    ]


def test_a_usual_end_far_from_the_best_day_is_said_with_the_days_between():
    guessed = {
        "end_method": "category_median",
        "end_date": date(2027, 3, 31),
        "end_early_date": date(2026, 9, 30),
        "end_late_date": date(2028, 3, 31),
    }
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale"),
                contract("c", "Calderwick"),
                contract("b", "Birchmoor", **guessed),
            ]
        )
    )

    best = date.fromisoformat(found["go_live"]["best"])
    days = (best - date(2027, 3, 31)).days
    assert days > 183
    assert (
        f"The usual end of a contract like that of Birchmoor is 31 March 2027, {days} days "
        "before the best day: if it ends then, the time between must be bridged."
    ) in sentences(found)
    assert found["latest_safe_starts"]["call_off"] >= AS_OF.isoformat()


def test_the_list_shows_the_next_start_that_is_not_too_late(sealed):
    reader = sealed(
        [
            contract("a", "Ashford Vale", end_date=date(2026, 11, 30)),
            contract("b", "Birchmoor", end_date=date(2026, 11, 30)),
        ]
    )
    (row,) = findings.listing_rows(reader, {})
    starts = row["document"]["latest_safe_starts"]
    ahead = [date.fromisoformat(day) for day in starts.values()]
    ahead = [day for day in ahead if day >= AS_OF]

    assert isinstance(row["confidence"], float)
    assert {c.key for c in OPPORTUNITIES.columns} <= row.keys()
    assert row["latest_safe_start_date"] == min(ahead)
    assert row["starts_by_route"].startswith("open procedure: too late; ")
    day = min(ahead)
    assert row["starts_by_route"].endswith(f" by {day.day} {day:%B %Y}")
    assert findings.glance(reader, as_of=AS_OF)["next_safe_start_date"] == day


def test_payments_after_the_end_reopen_a_contract():
    ended = contract("a", "Ashford Vale", end_date=date(2025, 6, 30))
    paid = {
        "source_id": "spend-1",
        "table_name": "",
        "row_number": 2,
        "council_id": council_id("Ashford Vale"),
        "supplier_id": "s:Supplier of a",
        "payment_date": date(2026, 5, 1),
        "amount_gbp": Decimal("9000.00"),
    }
    other = contract("b", "Birchmoor")

    assert not proposals(built([ended, other]))
    (found,) = proposals(built([ended, other], [paid]))
    assert "the supplier is still paid" in sentences(found)


def payments_to_a(months, each=2):
    return [
        {
            "source_id": "spend-1",
            "table_name": "",
            "row_number": 2 + place * each + n,
            "council_id": council_id("Ashford Vale"),
            "supplier_id": "s:Supplier of a",
            "payment_date": date(2025, 8 + place, 10 + n),
            "amount_gbp": Decimal("1000.00"),
        }
        for place in range(months)
        for n in range(each)
    ]


def value_of_a(found):
    return next(
        c["value_gbp"]
        for m in found["members"]
        for c in m["contracts"]
        if c["contract_id"] == "a"
    )


def test_three_months_of_payments_are_not_a_year():
    contracts = [
        contract("a", "Ashford Vale", value_gbp=None),
        contract("b", "Birchmoor"),
    ]
    (found,) = proposals(built(contracts, payments_to_a(3, each=7)))

    assert value_of_a(found)["mid"] is None
    assert found["value_gbp"]["high"] == "100000.00"
    (told,) = [r for r in found["reasons_against"] if r["measure"]["name"] == "paid"]
    assert "in 3 months (the 10 largest of 21 payments" in told["sentence"]
    assert "too few" in told["sentence"]
    rows = [p["row"] for p in told["evidence"] if p["source_id"] == "spend-1"]
    assert len(rows) == 10
    assert "spend-1" in {place["source_id"] for place in found["evidence"]}


def test_payments_are_brought_to_a_year_by_the_months_that_files_cover():
    others = [
        row | {"supplier_id": "", "row_number": 90 + place}
        for place, row in enumerate(payments_to_a(5, each=1))
    ]
    early = payments_to_a(2)
    later = [
        row | {"payment_date": date(2026, 1, 5), "supplier_id": "", "row_number": 99}
        for row in others[:1]
    ]
    contracts = [
        contract("a", "Ashford Vale", value_gbp=None),
        contract("b", "Birchmoor"),
    ]
    (found,) = proposals(built(contracts, [*early, *others, *later]))

    assert value_of_a(found)["mid"] == "8000.00"
    assert "paid £4,000 to this supplier in 6 months (4 payments)" in sentences(found)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("900", "£900"),
        ("99.50", "£100"),
        ("7654", "£7,650"),
        ("648321", "£648,000"),
        ("999600", "£1 million"),
        ("1450000", "£1.45 million"),
        ("15603300", "£15.6 million"),
        ("1560330000", "£1,560 million"),
        ("0", "£0"),
    ],
)
def test_amounts_are_said_to_three_figures(amount, said):
    assert pounds(Decimal(amount)) == said


def test_two_contracts_that_must_be_bridged_are_said_in_the_plural():
    late = date(2028, 10, 31)
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale"),
                contract("b", "Birchmoor"),
                contract("c", "Calderwick", end_date=late),
                contract("d", "Dunmere", end_date=late),
            ]
        )
    )
    told = [s for s in sentences(found).split(". ") if "must be" in s]

    assert told
    assert all("the contracts of" in s and " and " in s for s in told)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Parking software", "Library software", []),
        ("Parking software", "Parking software", ["parking", "software"]),
        ("Re-let of back office", "Relet of back stairs", []),
        ("Re-let: parking", "Back parking", ["parking"]),
        ("Invitation to quote, phase 2", "Invitation: existing phase", []),
        ("", "", []),
    ],
)
def test_only_telling_words_are_presented(one, other, shared):
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", title=one, description="", **FINE),
                contract("b", "Birchmoor", title=other, description="", **FINE),
            ]
        )
    )

    assert sorted(found["need"]["words"]) == shared
    told = "The titles share no telling word" in sentences(found)
    assert told is not bool(shared)
    assert (found["confidence_parts"]["need"] < 0.7) is not bool(shared)


def test_words_that_one_council_uses_twice_are_not_shared():
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", title="Gritting", description="", **FINE),
                contract("b", "Birchmoor", title="Lorries", description="", **FINE),
                contract("c", "Birchmoor", title="Lorries", description="", **FINE),
            ]
        )
    )

    assert found["need"]["words"] == []


@pytest.mark.parametrize(
    ("title", "speaks"),
    [
        ("Community grants: vehicle tyres", True),
        ("Grant agreement: refuse vehicle tyres", True),
        ("Vehicle tyres: grants for small firms", True),
        ("Refuse vehicle tyres, grant scheme portal", False),
        ("Vehicle tyres for Grants Lane depot", False),
        ("Vehicle tyres of Grant and Sons", False),
    ],
)
def test_a_grant_is_known_by_what_its_title_says(title, speaks):
    contracts = [SimpleNamespace(contract_id="a", title=title)]
    case = SimpleNamespace(contracts=contracts, ids=("a", "b"))
    assert bool(_grants(case, None)) is speaks


def test_of_days_that_suit_alike_the_nearest_to_the_ends_is_proposed():
    """Estimated ends suit a span of days; its first day is the hardest to make."""
    guessed = {"end_method": "category_median"}
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", **guessed),
                contract("b", "Birchmoor", **guessed),
            ]
        )
    )
    live = found["go_live"]
    assert live["from"] < live["best"] < live["to"]
    assert live["best"] == "2028-04-01"


def test_goods_that_nobody_says_will_be_bought_again_are_a_faint_lead():
    guessed = {"end_method": "category_median"}
    (goods,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", **guessed),
                contract("b", "Birchmoor", **guessed),
            ]
        )
    )
    (served,) = proposals(
        built(
            [
                contract(
                    one, council, need_id="cpv:7700", cpv_codes=["77000000"], **guessed
                )
                for one, council in (("a", "Ashford Vale"), ("b", "Birchmoor"))
            ]
        )
    )
    assert goods["confidence"] <= 0.25 < served["confidence"] <= 0.4


@pytest.mark.parametrize(
    ("likeness", "said"),
    [
        ((1.0, 0.5), "The two contracts have hardly a telling word in common:"),
        ((1.0, 0.5, 0.9), "1 of 3 contracts has hardly a telling word in common with"),
        ((1.0, 0.5, 0.6), "2 of 3 contracts have hardly a telling word in common with"),
    ],
)
def test_other_words_are_said_of_one_of_two_or_of_several(likeness, said):
    contracts = [SimpleNamespace(contract_id=str(n)) for n in range(len(likeness))]
    case = SimpleNamespace(
        contracts=contracts,
        likeness=likeness,
        scored=SimpleNamespace(medoid=contracts[0]),
        shared_words=["tyre"],
        ids=tuple(c.contract_id for c in contracts),
    )
    (reason,) = _different_words(case, None)
    assert reason.sentence.startswith(said)


def test_a_contract_with_other_words_than_the_rest_is_pointed_at():
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale", **FINE),
                contract("b", "Birchmoor", **FINE),
                contract("c", "Calderwick", title="Sundries", description="", **FINE),
            ]
        )
    )

    assert "1 of 3 contracts has hardly a telling word" in sentences(found)


def test_one_need_under_two_codes_points_from_each_to_the_other():
    told = {"title": "Lantern procession", "description": ""}
    other = {"need_id": "cpv:7931"}
    unlike = {"need_id": "cpv:9999", "title": "Winter salt", "description": ""}
    found = proposals(
        built(
            [
                contract("a", "Ashford Vale", **told),
                contract("b", "Birchmoor", **told),
                contract("c", "Calderwick", **told, **other),
                contract("d", "Dunmere", **told, **other),
                contract("e", "Calderwick", **unlike),
                contract("f", "Dunmere", **unlike),
            ]
        )
    )
    ids = {p["need"]["id"]: p["id"] for p in found}
    said = {p["need"]["id"]: sentences(p, "grows_if") for p in found}

    assert f"({ids['cpv:7931']}): similar words" in said["cpv:3435"]
    assert f"({ids['cpv:3435']}): similar words" in said["cpv:7931"]
    assert "See also" not in said["cpv:9999"]


def test_sentences_count_what_the_table_shows():
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale"),
                contract("b", "Birchmoor", latest_end_date=date(2028, 6, 30)),
                contract("c", "Calderwick", value_gbp=None),
                contract("d", "Dunmere", value_basis="ceiling"),
            ]
        )
    )
    told = sentences(found, "reasons_for")
    unknown = [
        c
        for m in found["members"]
        for c in m["contracts"]
        if c["value_gbp"]["mid"] is None
    ]

    assert len(unknown) == 2
    assert "Between £194,000 and £300,000 a year is at stake" in told
    assert "£200,000 in the middle, from 2 of 4 contracts; the high end also" in told
    assert "No value is published for 1 of 4 contracts" in sentences(found)
    assert "Only a ceiling is published for 1 of 4 contracts" in sentences(found)


def test_the_middle_is_said_only_where_it_is_no_end():
    (found,) = proposals(
        built(
            [
                contract("a", "Ashford Vale"),
                contract("b", "Birchmoor", latest_end_date=date(2028, 6, 30)),
            ]
        )
    )

    assert "Between £194,000 and £200,000 a year is at stake, from 2 of 2" in sentences(
        found, "reasons_for"
    )


def test_shuffled_input_gives_the_same_answer():
    rows = [
        contract(f"c{i}", name, end_date=date(2028, 1 + 2 * i, 28))
        for i, name in enumerate(["Ashford Vale", "Birchmoor", "Calderwick", "Dunmere"])
    ]
    shuffled = rows.copy()
    random.Random(5).shuffle(shuffled)

    def told(found):
        for proposal in found:
            for place in json.dumps(proposal):
                del place
        return [(p["id"], p["go_live"], members(p), p["score"]) for p in found]

    assert told(proposals(built(shuffled))) == told(proposals(built(rows)))


@pytest.fixture
def sealed(tmp_path):
    def seal(contracts, previous=None):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb"
        memory = filled(contracts)
        writer = Writer(path)
        for row in memory.rows(
            "SELECT schema_name AS s, table_name AS t FROM duckdb_tables() ORDER BY ALL"
        ):
            arrow = memory.connection.execute(
                f'SELECT * FROM "{row["s"]}"."{row["t"]}"'
            ).fetch_arrow_table()
            writer.connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{row["s"]}"')
            writer.connection.register("arriving", arrow)
            writer.connection.execute(
                f'CREATE TABLE "{row["s"]}"."{row["t"]}" AS SELECT * FROM arriving'
            )
            writer.connection.unregister("arriving")
        DESK.build(
            writer, BuildContext(as_of=AS_OF, group_name="Four", previous=previous)
        )
        writer.close()
        return Reader(path)

    return seal


def test_the_id_stays_while_the_need_and_most_members_stay(sealed):
    three = [
        contract("a", "Ashford Vale"),
        contract("b", "Birchmoor"),
        contract("c", "Calderwick"),
    ]
    first = sealed(three)
    second = sealed([*three, contract("d", "Dunmere")], previous=first)
    fresh = sealed([*three, contract("d", "Dunmere")])

    (before,) = findings.opportunities(first, {})
    (after,) = findings.opportunities(second, {})
    (without,) = findings.opportunities(fresh, {})
    assert after["member_count"] == 4
    assert after["opportunity_id"] == before["opportunity_id"]
    assert without["opportunity_id"] != before["opportunity_id"]


def test_the_json_answer_keeps_to_its_published_schema(sealed):
    reader = sealed(
        [
            contract("a", "Ashford Vale"),
            contract("b", "Birchmoor"),
            contract("n", "Eastmarsh"),
            contract("d", "Dunmere", end_date=None, end_method="none"),
        ]
    )
    schema = json.loads((SCHEMAS / "opportunities-1.schema.json").read_text("utf-8"))
    document = findings.opportunities_document(
        findings.opportunities(reader, {}), as_of=AS_OF.isoformat(), group="Four"
    )

    assert document["opportunities"]
    jsonschema.Draft202012Validator(schema).validate(document)
    broken = json.loads(json.dumps(document))
    broken["opportunities"][0]["value_gbp"]["mid"] = 1.5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(broken)


def test_lists_filter_and_sort(sealed):
    reader = sealed(
        [
            contract("a", "Ashford Vale"),
            contract("b", "Birchmoor"),
            contract("c", "Calderwick", need_id="cpv:7931", title="Parish poll"),
            contract("d", "Dunmere", need_id="cpv:7931", title="Parish poll"),
        ]
    )

    def needs(**filters):
        return [row["need_id"] for row in findings.opportunities(reader, filters)]

    assert sorted(needs()) == ["cpv:3435", "cpv:7931"]
    assert needs(council=council_id("Dunmere")) == ["cpv:7931"]
    assert needs(category="cpv:3435") == ["cpv:3435"]
    assert needs(value="99999999") == []
    assert needs(to="2027-01-01") == []
    expiring = findings.expiring(reader, first=AS_OF, last=date(2028, 12, 31))
    assert [row["contract_id"] for row in expiring] == ["a", "b", "c", "d"]
    assert all(row["opportunity_id"] for row in expiring)
