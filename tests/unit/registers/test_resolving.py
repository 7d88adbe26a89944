# ruff: noqa: E501  (rows of a case are as wide as they are)
"""The one call that fills the facts: from a few cleaned rows, in any order."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from folkmoot.core.exceptions import ConfigError
from folkmoot.core.store import Writer
from folkmoot.registers.resolving import resolve
from folkmoot.registers.tables import FACTS
from folkmoot.sources.tables import (
    CLEAN_CONTRACT_BUYERS,
    CLEAN_CONTRACT_SUPPLIERS,
    CLEAN_CONTRACTS,
    CLEAN_PAYMENTS,
    SEALED,
    SOURCE_FILES,
)

ON = date(2022, 6, 1)
SECRET = b"one workspace"
LEEDS, BRADFORD, INVENTED = "E08000035", "E08000032", "X90000001"
EASTMERE = {
    "gss": INVENTED,
    "name": "Eastmere Borough Council",
    "type": "district",
    "region": "Nowhere",
    "nation": "England",
}


def _contract(source: str, row: int, **fields: Any) -> dict[str, Any]:
    item = fields.pop("item_number", 1)
    return {
        **dict.fromkeys(CLEAN_CONTRACTS.column_names),
        "contract_row_id": f"{source}||{row}|{item}",
        "source_id": source,
        "table_name": "",
        "row_number": row,
        "pointer": "",
        "item_number": item,
        "release_link": "",
        "award_link": "",
        "kind": "contract",
        "stage": "contract",
        "is_open_ended": False,
        **fields,
    }


def _supplier(source: str, row: int, name: str, **fields: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys(CLEAN_CONTRACT_SUPPLIERS.column_names),
        "source_id": source,
        "table_name": "",
        "row_number": row,
        "pointer": "",
        "item_number": 1,
        "supplier_number": 1,
        "supplier_name": name,
        **fields,
    }


DATED = {"start_date": date(2021, 4, 1), "end_date": date(2024, 3, 31)}
CONTRACTS = [
    # One contract in two years' registers, of two suppliers, with one value.
    _contract("old", 2, buyer_name="Leeds City Council", reference="LCC-0012", title="Grass cutting",
              value_gbp=Decimal("100.00"), value_basis="total", published_date=date(2021, 1, 1), **DATED),
    _contract("old", 3, buyer_name="Leeds City Council", reference="LCC-0012", title="Grass cutting",
              value_gbp=Decimal("100.00"), value_basis="total", published_date=date(2021, 1, 1), **DATED),
    _contract("new", 2, buyer_name="LEEDS CITY COUNCIL - Parks", reference="LCC 0012", title="Grass Cutting",
              value_gbp=Decimal("120.00"), value_basis="total", published_date=date(2022, 1, 1), **DATED),
    # A length in words and a supplier of one thing.
    _contract("new", 3, buyer_name="Eastmere Borough Council", reference="E-7001", title="Phase three",
              start_date=date(2022, 1, 1), term_months=24),
    _contract("new", 4, buyer_name="Eastmere Borough Council", reference="E-7002", title="Bins",
              cpv_codes="90511000"),
    _contract("new", 5, buyer_name="Eastmere Borough Council", reference="E-7003", title="More of them",
              cpv_codes="90512000"),
    # Hidden on the day; a police body; a row whose file speaks for it.
    _contract("new", 6, buyer_name="Leeds City Council", reference="LCC-0099", title="Secret",
              published_date=date(2022, 6, 2)),
    _contract("new", 7, buyer_name="Eastmere Police", reference="P-1000", title="Cells"),
    _contract("bradford", 2, reference="B-1000", title="Pest control"),
]  # fmt: skip
SUPPLIERS = [
    _supplier("old", 2, "Green Verges Ltd"),
    _supplier("old", 3, "Second Verges Ltd"),
    _supplier("new", 2, "GREEN VERGES LIMITED"),
    _supplier("new", 3, "Bin Emptiers Ltd"),
    _supplier("new", 4, "Bin Emptiers Ltd"),
    _supplier("new", 5, "Bin Emptiers Ltd"),
]
PAYMENTS = [
    {
        **dict.fromkeys(CLEAN_PAYMENTS.column_names),
        "source_id": "bradford",
        "table_name": "",
        "row_number": row,
        "pointer": "",
        "payment_date": paid,
        "amount_gbp": Decimal("5.00"),
        "supplier_name": "Bin Emptiers Ltd",
        "category_text": "Waste disposal",
    }
    for row, paid in ((9, date(2022, 1, 1)), (10, date(2022, 7, 1)))
]
FILES = [
    {"source_id": name, "file": file}
    for name, file in (
        ("old", "a.csv"),
        ("new", "b.csv"),
        ("bradford", "bradford_2022.csv"),
    )
]


def _facts(seed: int) -> dict[str, list[tuple[Any, ...]]]:
    shuffle = random.Random(seed).sample
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    for spec, rows in (
        (SOURCE_FILES, FILES),
        (CLEAN_CONTRACTS, CONTRACTS),
        (CLEAN_CONTRACT_SUPPLIERS, SUPPLIERS),
        (CLEAN_CONTRACT_BUYERS, []),
        (CLEAN_PAYMENTS, PAYMENTS),
    ):
        writer.append_rows(spec, shuffle(rows, len(rows)))
    resolve(
        writer,
        members=[LEEDS, INVENTED],
        extra_councils=[EASTMERE],
        as_of=ON,
        secret=SECRET,
    )
    facts = {
        spec.name: sorted(
            (
                tuple(row.values())
                for row in writer.rows(f"SELECT * FROM {writer.name(spec)}")
            ),
            key=repr,
        )
        for spec in FACTS
    }
    left = writer.rows("SELECT table_name FROM duckdb_tables() WHERE temporary")
    assert left == [], "working tables are gone when the run ends"
    facts["titles"] = [
        (row["title"], row)
        for row in writer.rows("SELECT * FROM fact.contracts ORDER BY title")
    ]
    return facts


@pytest.fixture(scope="module")
def facts() -> dict[str, list[tuple[Any, ...]]]:
    return _facts(1)


def test_one_contract_of_two_registers_and_two_suppliers(facts: Any) -> None:
    found = dict(facts["titles"])["Grass Cutting"]
    assert "Grass cutting" not in dict(facts["titles"])
    assert found["statement_count"] == 3
    assert found["value_gbp"] == Decimal("120.00")
    assert found["references"] == ["LCC 0012", "LCC-0012"]
    assert (found["council_id"], found["sub_unit"], found["is_member"]) == (
        LEEDS,
        "Parks",
        True,
    )
    assert (found["need_id"], found["need_method"]) == ("cpv:7731", "title")
    suppliers = [s for c, s in facts["contract_suppliers"] if c == found["contract_id"]]
    assert len(suppliers) == len(set(suppliers)) == 2
    places = [
        row for row in facts["contract_evidence"] if row[0] == found["contract_id"]
    ]
    assert sorted((row[1], row[3]) for row in places) == [
        ("new", 2),
        ("old", 2),
        ("old", 3),
    ]


def test_what_was_published_later_is_nowhere(facts: Any) -> None:
    assert "Secret" not in dict(facts["titles"])
    assert len(facts["payments"]) == 1


def test_a_length_and_a_suppliers_other_contracts(facts: Any) -> None:
    found = dict(facts["titles"])["Phase three"]
    assert (found["end_date"], found["end_method"]) == (date(2023, 12, 31), "term")
    assert (found["need_id"], found["need_method"]) == ("cpv:9051", "supplier")
    assert found["need_confidence"] <= 0.6
    assert "2 of 2 other contracts" in found["need_reason"]


def test_other_bodies_have_no_council_and_files_speak_for_blank_rows(
    facts: Any,
) -> None:
    titles = dict(facts["titles"])
    assert titles["Cells"]["council_id"] is None
    assert titles["Cells"]["is_member"] is False
    assert titles["Pest control"]["council_id"] == BRADFORD
    assert titles["Pest control"]["is_member"] is False
    assert {row[0] for row in facts["councils"]} == {LEEDS, BRADFORD, INVENTED}


def test_the_order_of_rows_changes_nothing(facts: Any) -> None:
    again = _facts(2)
    assert again == facts


def test_an_unknown_member_stops_the_run() -> None:
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    with pytest.raises(ConfigError):
        resolve(writer, members=["E00"], extra_councils=[], as_of=ON, secret=SECRET)


def test_nothing_read_gives_only_the_members() -> None:
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    resolve(writer, members=[LEEDS], extra_councils=[], as_of=ON, secret=SECRET)
    assert writer.rows("SELECT council_id FROM fact.councils") == [
        {"council_id": LEEDS}
    ]
    assert writer.rows("SELECT * FROM fact.contracts") == []


def test_whom_a_council_pays_is_hidden_in_its_titles_and_in_nobody_elses() -> None:
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    person, word = "Wilhelmina Quibble", "Hope"
    title = "Taxi for Quibble, Wilhelmina to Hope Street"
    writer.append_rows(SOURCE_FILES, FILES)
    writer.append_rows(
        CLEAN_CONTRACTS,
        [
            _contract("bradford", 2, reference="B-1000", title=title, description=title,
                      extension_text="May be extended by 2 years if Wilhelmina Quibble still drives"),
            _contract("new", 3, buyer_name="Leeds City Council", reference="L-1000", title=title),
        ],
    )  # fmt: skip
    writer.append_rows(
        CLEAN_PAYMENTS,
        [{**PAYMENTS[0], "supplier_name": name} for name in (person, word)],
    )
    resolve(writer, members=[LEEDS], extra_councils=[], as_of=ON, secret=SECRET)
    found = writer.rows("SELECT council_id, title, description FROM fact.contracts")
    shown = {row["council_id"]: row for row in found}
    assert shown[BRADFORD]["title"] == "Taxi for an individual to Hope Street"
    assert shown[BRADFORD]["description"] == shown[BRADFORD]["title"]
    assert shown[LEEDS]["title"] == title
    said = writer.rows("SELECT extension_text FROM fact.contracts")
    said += writer.rows("SELECT words AS extension_text FROM fact.contract_options")
    assert any("extended" in (row["extension_text"] or "") for row in said)
    assert not any("Quibble" in (row["extension_text"] or "") for row in said)


def test_a_file_of_no_known_council_is_noted_once_and_other_bodies_are_not() -> None:
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    files = [
        ("a", "newcastle/2019.csv"),
        ("b", "bradford.csv"),
        ("c", "c.csv"),
        ("d", "d.csv"),
    ]
    writer.append_rows(
        SOURCE_FILES, [{"source_id": source, "file": file} for source, file in files]
    )
    writer.append_rows(
        CLEAN_PAYMENTS,
        [
            {**PAYMENTS[0], "source_id": source, "buyer_name": buyer}
            for source, buyer in (
                ("a", None),  # upon Tyne or under Lyme: left open
                ("b", None),
                ("c", "Eastmere Police"),
                ("d", "Wobbleton Widgets"),
            )
        ],
    )
    for _ in range(2):  # a note that came along with an unchanged file is not doubled
        writer.rows("DELETE FROM fact.payments")
        resolve(writer, members=[LEEDS], extra_councils=[], as_of=ON, secret=SECRET)
    noted = writer.rows("SELECT * FROM issue.rows ORDER BY source_id")
    assert [(row["source_id"], row["rule"], row["row_number"]) for row in noted] == [
        ("a", "no_council", 0),
        ("d", "no_council", 0),
    ]
    assert {row["severity"] for row in noted} == {"note"}
    assert "--council" in noted[0]["message"]
    assert writer.rows("SELECT * FROM source.accounting") == []


def test_blank_buyers_are_the_only_council_that_their_file_names() -> None:
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    leeds, bradford = "Leeds City Council", "Bradford Council"
    buyers = {"one": (leeds, leeds.upper(), None), "two": (leeds, bradford, None, None)}
    writer.append_rows(
        SOURCE_FILES,
        [
            {"source_id": "one", "file": "register.csv"},
            {"source_id": "two", "file": "bradford.csv"},
        ],
    )
    writer.append_rows(
        CLEAN_CONTRACTS,
        [
            _contract(source, row, buyer_name=buyer, title=f"{source} {row}")
            for source, rows in buyers.items()
            for row, buyer in enumerate(rows, 2)
        ],
    )
    for _ in range(2):
        writer.rows("DELETE FROM fact.contracts")
        writer.rows("DELETE FROM fact.council_names")
        resolve(writer, members=[LEEDS], extra_councils=[], as_of=ON, secret=SECRET)
    shown = writer.rows("SELECT title, council_id FROM fact.contracts ORDER BY title")
    assert [(row["title"], row["council_id"]) for row in shown] == [
        ("one 2", LEEDS),
        ("one 3", LEEDS),
        ("one 4", LEEDS),
        ("two 2", LEEDS),
        ("two 3", BRADFORD),
        ("two 4", None),
        ("two 5", None),
    ]
    [how] = writer.rows(
        "SELECT * FROM fact.council_names WHERE published_name = 'register.csv'"
    )
    assert how["method"] == "file_rows"
    assert how["confidence"] < 0.85
    assert "the only council named in this file" in how["reason"]
    noted = writer.rows("SELECT * FROM issue.rows ORDER BY source_id")
    assert [(row["source_id"], row["rule"]) for row in noted] == [
        ("one", "rows_without_buyer"),
        ("two", "rows_without_buyer"),
    ]
    assert noted[0]["message"].startswith(
        "Rows of this file that name no buyer: 1; they count all"
    )
    assert noted[1]["message"].startswith("Rows of this file that name no buyer: 2;")
    assert noted[1]["message"].endswith("they count for no council.")


def test_options_in_words_are_facts_with_their_words_and_places() -> None:
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    writer.append_rows(SOURCE_FILES, FILES)
    text = "Gritting. Three years with an option to extend for 2 x 12 months."
    leeds = {
        "buyer_name": "Leeds City Council",
        "reference": "L-1000",
        "title": "Gritting",
    }
    moved = {"buyer_name": "Leeds City Council", "reference": "L-2000", "title": "Salt"}
    vague = {**leeds, "reference": "L-3000", "title": "Sand", **DATED}
    writer.append_rows(
        CLEAN_CONTRACTS,
        [
            _contract("new", 2, description=text, **leeds, **DATED),
            _contract("old", 3, published_date=date(2021, 1, 1), **moved, **DATED),
            _contract("new", 4, published_date=date(2022, 1, 1), **moved,
                      start_date=DATED["start_date"], end_date=date(2025, 3, 31)),
            _contract("new", 5, extension_text="The contract may be extended.", **vague),
        ],
    )  # fmt: skip
    resolve(writer, members=[LEEDS], extra_councils=[], as_of=ON, secret=SECRET)
    (option, unread) = writer.rows(
        "SELECT o.*, c.title FROM fact.contract_options o JOIN fact.contracts c "
        "USING (contract_id) ORDER BY o.kind"
    )
    assert (option["kind"], option["option_count"], option["length_months"]) == (
        "option",
        2,
        12,
    )
    assert option["field"] == "description"
    assert option["words"] == text[option["words_start"] : option["words_end"]]
    assert (unread["kind"], unread["title"]) == ("unread", "Sand")
    ends = {
        row["title"]: row
        for row in writer.rows("SELECT * FROM fact.contracts ORDER BY title")
    }
    assert ends["Gritting"]["latest_end_date"] == date(2026, 3, 31)
    assert ends["Gritting"]["latest_end_method"] == "words"
    assert ends["Salt"]["earlier_end_date"] == DATED["end_date"]
    assert ends["Gritting"]["earlier_end_date"] is None


@pytest.mark.parametrize(
    ("words", "end", "latest", "method"),
    [
        ("1+1", date(2025, 3, 31), date(2027, 3, 31), "words"),
        ("24 months", date(2025, 3, 31), date(2027, 3, 31), "words"),
        ("3+1", date(2025, 3, 31), date(2026, 3, 31), "words"),
        ("3+1", date(2026, 3, 31), date(2026, 3, 31), "in_end_date"),
        ("3+1", date(2024, 3, 31), None, "contradicted"),
    ],
)
def test_a_sum_of_extensions_is_held_against_the_dates_beside_it(
    words, end, latest, method
) -> None:
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    writer.append_rows(SOURCE_FILES, FILES)
    contract = _contract(
        "new", 2, buyer_name="Leeds City Council", reference="L-1", title="Gritting",
        start_date=date(2022, 4, 1), end_date=end, extension_text=words,
    )  # fmt: skip
    writer.append_rows(CLEAN_CONTRACTS, [contract])
    resolve(writer, members=[LEEDS], extra_councils=[], as_of=ON, secret=SECRET)
    (found,) = writer.rows("SELECT * FROM fact.contracts")
    assert (found["latest_end_date"], found["latest_end_method"]) == (latest, method)


def test_two_portals_a_register_and_payments_speak_of_one_contract():
    from folkmoot.buy.contracts.payments import sole_payments
    from folkmoot.registers.tables import (
        FACT_CONTRACT_SUPPLIERS,
        FACT_CONTRACTS,
        FACT_PAYMENTS,
    )

    told = {
        "buyer_name": "Leeds City Council",
        "reference": "LCC-5001",
        "title": "Child care",
        **DATED,
    }
    writer = Writer(None)
    writer.create((*SEALED, *FACTS))
    portals = ("portal_one", "portal_two", "register")
    writer.append_rows(SOURCE_FILES, [{"source_id": s, "file": s} for s in portals])
    writer.append_rows(
        CLEAN_CONTRACTS,
        [
            _contract("portal_one", 2, process_id="ocds-1", award_id="1", **told),
            _contract("portal_two", 9, **told),
            _contract("register", 4, **{**told, "title": "CHILD-CARE"}),
            # The same reference at another council is another contract.
            _contract("register", 5, **{**told, "buyer_name": "Bradford Council"}),
        ],
    )
    own, paid = "Quillfeather Child Care Ltd", "QUILLFEATHER CHILDCARE LTD"
    writer.append_rows(
        CLEAN_CONTRACT_SUPPLIERS,
        [
            _supplier("portal_one", 2, own),
            _supplier("portal_two", 9, own),
            _supplier("register", 4, paid),
        ],
    )
    payment = dict.fromkeys(CLEAN_PAYMENTS.column_names) | {
        "source_id": "spend",
        "table_name": "",
        "row_number": 7,
        "pointer": "",
        "buyer_name": "Leeds City Council",
        "supplier_name": paid,
        "amount_gbp": Decimal("12.50"),
        "payment_date": date(2022, 5, 1),
    }
    writer.append_rows(CLEAN_PAYMENTS, [payment])
    resolve(
        writer, members=[LEEDS, BRADFORD], extra_councils=[], as_of=ON, secret=SECRET
    )
    leeds, bradford = writer.rows(
        "SELECT * FROM fact.contracts ORDER BY council_id DESC"
    )
    assert (leeds["council_id"], leeds["statement_count"]) == (LEEDS, 3)
    assert (bradford["council_id"], bradford["statement_count"]) == (BRADFORD, 1)
    places = writer.rows(
        "SELECT DISTINCT source_id FROM fact.contract_evidence "
        f"WHERE contract_id = '{leeds['contract_id']}' ORDER BY ALL"
    )
    assert [place["source_id"] for place in places] == list(portals)
    linked = writer.ibis.to_pyarrow(
        sole_payments(
            writer.table(FACT_PAYMENTS),
            writer.table(FACT_CONTRACT_SUPPLIERS),
            writer.table(FACT_CONTRACTS),
        )
    ).to_pylist()
    assert [row["contract_id"] for row in linked] == [leeds["contract_id"]]
    assert linked[0]["paid_gbp"] == Decimal("12.50")
