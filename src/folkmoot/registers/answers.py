"""What a page may ask of the registers: contracts, their rows as published, councils.

Plain reading of a sealed build. A supplier that may be a person is `an individual` in
every answer, in the cells of published rows and in the values of issues too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.lazy_rows import LazyRows
from folkmoot.core.questions import question
from folkmoot.core.store import Reader
from folkmoot.registers.persons.hidden_names import HiddenNames
from folkmoot.registers.persons.recognise import INDIVIDUAL
from folkmoot.sources import answers as sources

_HERE = "folkmoot.registers"

EXPIRY_BANDS: Mapping[str, tuple[int | None, int | None]] = {
    "60": (0, 60),
    "120": (0, 120),
    "365": (0, 365),
    "later": (366, None),
    "ended": (None, -1),
    "unknown": (None, None),
}
"""Days from the as-of date, first and last: 60 and 120 are the bands that public
contract registers warn by."""


def contracts(reader: Reader, filters: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    """Every contract that matches, those still to end first, soonest on top.

    `filters` knows `as_of`, `q`, `council`, `service`, `ends` (a key of `EXPIRY_BANDS`),
    `group` (`members` leaves neighbours out) and `sort` (`end`, `value`, `council`,
    `title`). `days_left` counts from the as-of date; an extension not yet taken up does
    not move the end.
    """
    as_of = filters["as_of"]

    def made(ids: Sequence[str]) -> list[dict[str, Any]]:
        return _contracts(reader, ids, as_of=as_of)

    return LazyRows(_contract_ids(reader, filters), made)


def contract(reader: Reader, contract_id: str, *, as_of: str) -> dict[str, Any]:
    """One contract with its suppliers and every row that speaks of it, as published.

    `rows` holds for each place its file, its number and its `cells` (heading, value,
    field), with names of individuals replaced; `partners` are the councils that buy it
    together with the one it stands under. Raises `NotFoundError`.
    """
    found = _contracts(reader, [contract_id], as_of=as_of)
    if not found:
        raise NotFoundError(
            f"There is no contract “{contract_id}” in this build.",
            "Search for it by title or supplier in the list of contracts.",
        )
    suppliers = reader.rows(question(_HERE, "contract_suppliers"), [contract_id])
    places = reader.rows(question(_HERE, "contract_evidence"), [contract_id])
    hidden = HiddenNames.of(reader)
    has_individual = any(supplier["is_individual"] for supplier in suppliers)
    rows = [
        _row(reader, place, hidden, has_individual=has_individual) for place in places
    ]
    partners = reader.rows(question(_HERE, "contract_partners"), [contract_id])
    return {
        **found[0],
        "partners": partners,
        "supplier_list": suppliers,
        "rows": rows,
    }


def issues(reader: Reader, filters: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    """Rows and cells that were not kept as published, with names of individuals hidden.

    `filters` knows `source`, `rule` and `severity`. A supplier's name that was refused
    was never judged, so it is not shown at all and `is_hidden` says so.
    """
    found = sources.issues(
        reader,
        source_id=filters.get("source") or None,
        rule=filters.get("rule") or None,
        severity=filters.get("severity") or None,
    )

    def made(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        hidden = HiddenNames.of(reader)
        return [_cleared_issue(row, hidden) for row in rows]

    return LazyRows(found, made)


def councils(reader: Reader, *, as_of: str) -> list[dict[str, Any]]:
    """Members of the group, then neighbours, with the count of what was read of each."""
    return reader.rows(question(_HERE, "councils"), [None, as_of])


def council_choices(reader: Reader, *, members_only: bool) -> list[dict[str, Any]]:
    """Councils by id and name, members first, without the counts: cheap enough for a form."""
    return reader.rows(question(_HERE, "council_choices"), [members_only])


def council(reader: Reader, council_id: str, *, as_of: str) -> dict[str, Any]:
    """One council, what was read of it, and the names by which files call it.

    Raises `NotFoundError` where this workspace knows no such council.
    """
    found = reader.row(question(_HERE, "councils"), [council_id, as_of])
    if found is None:
        raise NotFoundError(
            f"There is no council “{council_id}” in this build.",
            "Choose one from the front page.",
        )
    names = reader.rows(question(_HERE, "council_names"), [council_id])
    return {**found, "names": names}


def service_areas(reader: Reader) -> list[str]:
    """Service areas that some contract of the build falls in."""
    return [
        row["service_area"] for row in reader.rows(question(_HERE, "service_areas"))
    ]


def expiry(reader: Reader, *, as_of: str) -> dict[str, Any]:
    """How many contracts of members end within each band of the as-of date."""
    return reader.row(question(_HERE, "expiry"), [as_of]) or {}


def _contract_ids(reader: Reader, filters: Mapping[str, str]) -> list[str]:
    as_of = date.fromisoformat(filters["as_of"])
    band = filters.get("ends", "")
    first, last = EXPIRY_BANDS.get(band, (None, None))
    known = None if band not in EXPIRY_BANDS else "known"
    rows = reader.rows(
        question(_HERE, "contract_ids"),
        [
            as_of,
            filters.get("q", "").strip() or None,
            filters.get("council") or None,
            filters.get("service") or None,
            None if first is None else as_of + timedelta(days=first),
            None if last is None else as_of + timedelta(days=last),
            "unknown" if band == "unknown" else known,
            filters.get("group") == "members",
            filters.get("sort") or "end",
        ],
    )
    return [row["contract_id"] for row in rows]


def _contracts(
    reader: Reader, ids: Sequence[str], *, as_of: str
) -> list[dict[str, Any]]:
    """The contracts with these ids, in the order of the ids."""
    rows = reader.rows(question(_HERE, "contracts"), [as_of, list(ids)])
    by_id = {row["contract_id"]: row for row in rows}
    return [by_id[contract_id] for contract_id in ids if contract_id in by_id]


def _cleared_issue(issue: Mapping[str, Any], hidden: HiddenNames) -> dict[str, Any]:
    is_hidden = issue["field"] == "supplier_name" and bool(issue["value"])
    return {
        **issue,
        "is_hidden": is_hidden,
        "value": "" if is_hidden else hidden.cleared(issue["value"] or ""),
        "message": hidden.cleared(issue["message"] or ""),
    }


def _row(
    reader: Reader,
    place: Mapping[str, Any],
    hidden: HiddenNames,
    *,
    has_individual: bool,
) -> dict[str, Any]:
    """One place with its cells; of a contract with an individual, no supplier cell shows.

    `is_statement` marks a release: it has no cells, so its fields stand for them.
    """
    cells = sources.published_row(
        reader,
        source_id=place["source_id"],
        table_name=place["table_name"],
        row_number=place["row_number"],
    )
    is_statement = cells is None
    if cells is None:
        cells = _statement_cells(reader, place)
    for cell in cells:
        is_supplier = cell["field"].startswith("supplier_")
        if has_individual and is_supplier and cell["value"]:
            cell["value"] = INDIVIDUAL
        else:
            cell["value"] = hidden.cleared(cell["value"])
    return {**place, "cells": cells, "is_statement": is_statement}


_HEADINGS = {
    "cpv_codes": "CPV codes",
    "procedure_text": "Procedure",
    "value_gbp": "Value in pounds",
    "ceiling_gbp": "Ceiling in pounds",
    "category_text": "Category",
    "extension_text": "Extension or break",
}
"""Where a field's own name would not read well as a heading."""


def _statement_cells(reader: Reader, place: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a release said, field by field, since a release has no cells."""
    found = reader.rows(
        question(_HERE, "statements"),
        [
            place["source_id"],
            place["table_name"],
            place["row_number"],
            place["pointer"],
        ],
    )
    return [
        {
            "heading": _HEADINGS.get(name, name.replace("_", " ").capitalize()),
            "value": str(value),
            "field": name,
        }
        for statement in found
        for name, value in statement.items()
        if value is not None and value != ""
    ]
