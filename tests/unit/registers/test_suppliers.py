"""Suppliers are brought together by name, with numbers as evidence and people apart."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa
import pytest

from folkmoot.registers.linking import published as suppliers
from folkmoot.registers.linking.published import ResolvedSuppliers
from folkmoot.registers.persons.recognise import INDIVIDUAL
from folkmoot.registers.tables import FACT_SUPPLIER_NAMES, FACT_SUPPLIERS

SECRET = b"one workspace"


def resolved_suppliers(names: Any, *, secret: bytes = SECRET) -> ResolvedSuppliers:
    return suppliers.resolved_suppliers(names, secret=secret)


def _row(
    name: str, scheme: str = "", identifier: str = "", category: str = "", rows: int = 1
) -> tuple[Any, ...]:
    return (name, scheme, identifier, "", category, rows)


def _by_name(resolved: ResolvedSuppliers) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (r["published_name"], r["identifier"]): r for r in resolved.names.to_pylist()
    }


def test_the_tables_are_those_declared() -> None:
    resolved = resolved_suppliers([_row("Quellbrook Ltd")])
    assert tuple(resolved.suppliers.column_names) == FACT_SUPPLIERS.column_names
    # The id that each name has by itself is added where likely links join suppliers.
    declared = [n for n in FACT_SUPPLIER_NAMES.column_names if n != "name_id"]
    assert resolved.names.column_names == declared
    empty = resolved_suppliers([])
    assert empty.suppliers.schema == resolved.suppliers.schema
    assert empty.names.num_rows == 0


def test_equal_normalised_names_are_one_supplier_shown_by_the_commonest() -> None:
    resolved = resolved_suppliers(
        [
            _row("QUELLBROOK LIMITED", rows=2),
            _row("Quellbrook Ltd", rows=5),
            _row("Quellbrook UK Ltd"),
        ]
    )
    (supplier,) = resolved.suppliers.to_pylist()
    assert supplier["display_name"] == "Quellbrook Ltd"
    assert supplier["name_count"] == 3
    assert {r["method"] for r in resolved.names.to_pylist()} == {"exact_name"}


def test_a_number_that_agrees_makes_the_link_surer() -> None:
    resolved = resolved_suppliers(
        [
            _row("QUELLBROOK LIMITED", "GB-COH", "1234568"),
            _row("Quellbrook Ltd", "GB-COH", "01234568"),
        ]
    )
    (supplier,) = resolved.suppliers.to_pylist()
    assert (supplier["scheme"], supplier["identifier"]) == ("GB-COH", "01234568")
    assert {r["method"] for r in resolved.names.to_pylist()} == {"identifier_and_name"}


def test_a_number_alone_joins_nothing_but_is_recorded() -> None:
    resolved = resolved_suppliers(
        [
            _row("Quellbrook Ltd", "GB-COH", "01234568"),
            _row("Fenwold Trees Ltd", "GB-COH", "01234568"),
        ]
    )
    assert resolved.suppliers.num_rows == 2
    (shared,) = resolved.shared_identifiers.to_pylist()
    assert shared["supplier_count"] == 2
    assert sorted(shared["supplier_ids"]) == sorted(
        resolved.suppliers["supplier_id"].to_pylist()
    )
    assert all("1 other supplier;" in r["reason"] for r in resolved.names.to_pylist())


def test_numbers_that_disagree_are_emptied_and_said() -> None:
    resolved = resolved_suppliers(
        [
            _row("Quellbrook Ltd", "GB-COH", "01234568"),
            _row("Quellbrook Ltd", "GB-COH", "07654321"),
        ]
    )
    (supplier,) = resolved.suppliers.to_pylist()
    assert supplier["identifier"] == supplier["scheme"] == ""
    for row in resolved.names.to_pylist():
        assert "disagree: 2 of them under GB-COH" in row["reason"]
        assert row["confidence"] < 0.8


def test_company_number_comes_before_vat_number() -> None:
    resolved = resolved_suppliers(
        [
            _row("Quellbrook Ltd", "GB-VAT", "123456782"),
            _row("Quellbrook Ltd", "GB-COH", "01234568"),
        ]
    )
    assert resolved.suppliers["identifier"].to_pylist() == ["01234568"]


def test_a_number_of_wrong_form_is_no_evidence() -> None:
    resolved = resolved_suppliers(
        [_row("Quellbrook Ltd", "GB-COH", "n/a"), _row("Quellbrook", "GB-COH", "n/a")]
    )
    assert resolved.suppliers["identifier"].to_pylist() == [""]
    assert set(resolved.names["method"].to_pylist()) == {"exact_name"}


def test_no_supplier_has_no_id() -> None:
    resolved = resolved_suppliers([_row("Not awarded to supplier"), _row("various")])
    assert resolved.suppliers.num_rows == 0
    assert {(r["supplier_id"], r["method"]) for r in resolved.names.to_pylist()} == {
        ("", "none")
    }


def test_an_individual_is_kept_apart_from_the_company_of_that_name() -> None:
    resolved = resolved_suppliers(
        [
            _row("Tamsin Quellbrook", "GB-VAT", "123456782"),
            _row("Tamsin Quellbrook Ltd"),
        ]
    )
    person, company = sorted(
        resolved.suppliers.to_pylist(), key=lambda s: not s["is_individual"]
    )
    assert person["display_name"] == INDIVIDUAL
    assert person["individual_reason"] == "given name and surname"
    assert person["identifier"] == ""
    assert company["display_name"] == "Tamsin Quellbrook Ltd"
    assert company["supplier_id"] != person["supplier_id"]


def test_a_doubtful_name_follows_its_registered_spelling() -> None:
    resolved = resolved_suppliers(
        [_row("Dornford Vexley", rows=9), _row("DORNFORD VEXLEY LLP")]
    )
    (supplier,) = resolved.suppliers.to_pylist()
    assert not supplier["is_individual"]
    alone = resolved_suppliers([_row("Dornford Vexley")])
    assert alone.suppliers["is_individual"].to_pylist() == [True]


def test_a_category_of_people_hides_the_name_wherever_it_stands() -> None:
    resolved = resolved_suppliers(
        [
            _row("Rowan House", category="Stationery", rows=9),
            _row("Rowan House", category="Foster carer fees"),
        ]
    )
    (supplier,) = resolved.suppliers.to_pylist()
    assert supplier["display_name"] == INDIVIDUAL
    assert supplier["individual_reason"] == "paid as a carer or landlord"


def test_reasons_hold_no_names() -> None:
    rows = [
        _row("Tamsin Quellbrook"),
        _row("QUELLBROOK TAMSIN"),
        _row("Quellbrook T", "GB-VAT", "123456782"),
    ]
    resolved = resolved_suppliers(rows)
    told = " ".join(
        resolved.names["reason"].to_pylist()
        + resolved.suppliers["individual_reason"].to_pylist()
    )
    assert "quellbrook" not in told.casefold()
    assert set(resolved.suppliers["display_name"].to_pylist()) == {INDIVIDUAL}


NAMES = [
    "Quellbrook Ltd",
    "QUELLBROOK",
    "Fenwold Trees",
    "Tamsin Arkwell",
    "Arkwell Tamsin",
    "n/a",
    "A C S Ltd",
]


@pytest.mark.parametrize("seed", range(5))
def test_ids_depend_on_no_order_and_no_other_row(seed: int) -> None:
    rows = [
        _row(name, "GB-COH", number) for name in NAMES for number in ("", "01234568")
    ]
    whole = _by_name(resolved_suppliers(rows))
    random.Random(seed).shuffle(rows)
    assert _by_name(resolved_suppliers(rows)) == whole
    fewer = _by_name(
        resolved_suppliers([row for row in rows if row[2] or row[0] == "n/a"])
    )
    assert all(
        whole[key]["supplier_id"] == row["supplier_id"] for key, row in fewer.items()
    )


def test_only_who_holds_the_secret_can_tell_whose_id_it_is() -> None:
    rows = [_row("Tamsin Quellbrook"), _row("Quellbrook Ltd")]
    here = resolved_suppliers(rows).suppliers.to_pylist()
    elsewhere = resolved_suppliers(rows, secret=b"another").suppliers.to_pylist()

    def ids(rows: list[dict[str, Any]], *, of_people: bool) -> set[str]:
        return {r["supplier_id"] for r in rows if r["is_individual"] is of_people}

    assert ids(here, of_people=False) == ids(elsewhere, of_people=False)
    assert not ids(here, of_people=True) & ids(elsewhere, of_people=True)
    assert len(ids(here, of_people=True)) == 1


def test_a_table_does_as_well_as_rows() -> None:
    rows = [_row("Quellbrook Ltd", "GB-COH", "01234568"), _row("QUELLBROOK")]
    columns = [
        "published_name",
        "scheme",
        "identifier",
        "postcode",
        "category",
        "row_count",
    ]
    table = pa.table(
        {c: list(v) for c, v in zip(columns, zip(*rows, strict=True), strict=True)}
    )
    assert resolved_suppliers(table) == resolved_suppliers(rows)
