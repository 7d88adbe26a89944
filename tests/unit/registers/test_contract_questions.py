"""Which two entries of one council are asked about as perhaps one contract."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa

from folkmoot.registers.reviewing.queue import contract_questions

ENTRY = pa.schema(
    [
        *(
            (name, pa.string())
            for name in ("statement_id", "contract_id", "council_id")
        ),
        *((name, pa.string()) for name in ("reference_key", "title_key", "suppliers")),
        *((name, pa.date32()) for name in ("start_date", "end_date")),
        ("value_gbp", pa.decimal128(18, 2)),
        ("source_id", pa.string()),
    ]
)


def entry(number: int, contract: str, title: str, **more: Any) -> dict[str, Any]:
    """An entry of the one council, each in a file of its own under one reference."""
    return {
        "statement_id": f"s{number}",
        "contract_id": contract,
        "council_id": "E1",
        "reference_key": "TENDER209",
        "title_key": title.lower().replace(" ", ""),
        "suppliers": "supplier-1",
        "source_id": f"file{number}",
        **more,
    }


def asked(*entries: tuple[dict[str, Any], str]) -> list[tuple[str, str]]:
    titles = {row["contract_id"]: title for row, title in entries}
    contracts = pa.table(
        {"contract_id": list(titles), "title": pa.array(titles.values(), pa.string())}
    )
    found = contract_questions(
        ibis.memtable(pa.Table.from_pylist([row for row, _ in entries], schema=ENTRY)),
        ibis.memtable(contracts),
    )
    rows = found.order_by("subject").to_pyarrow().to_pylist()
    return [(row["one_id"], row["other_id"]) for row in rows]


def of(number: int, contract: str, title: str) -> tuple[dict[str, Any], str]:
    return entry(number, contract, title), title


def test_one_reference_and_another_fact_is_a_question() -> None:
    assert asked(of(1, "a", "Tree works"), of(2, "b", "Trees")) == [("a", "b")]


def test_two_contracts_are_one_question_however_many_entries_each_has() -> None:
    both = [of(1, "a", "Tree works"), of(2, "b", "Trees"), of(3, "b", "Trees")]
    assert asked(*both) == [("a", "b")]
    turned = [of(2, "a", "Tree works"), of(1, "b", "Trees"), of(3, "b", "Trees")]
    assert len(asked(*turned)) == 1


def test_lots_with_other_numbers_are_two_contracts_and_no_question() -> None:
    lots = [of(1, "a", "Barristers - Lot 2: Children"), of(2, "b", "Barristers LOT 05")]
    assert asked(*lots) == []
    same = [of(1, "a", "Barristers - Lot 2: Children"), of(2, "b", "Barristers lot 02")]
    assert asked(*same) == [("a", "b")]
    one = [of(1, "a", "Barristers - Lot 2: Children"), of(2, "b", "Barristers")]
    assert asked(*one) == [("a", "b")]
    assert asked(of(1, "a", "Parking lot 2"), of(2, "b", "Ballot 5")) == [("a", "b")]
