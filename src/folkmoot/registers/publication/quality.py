"""What each publisher's rows tell of what the Code asks: the call that fills the facts.

Kept rows are scored, and rows that were refused for want of an amount; every other
refused row is an issue and stands in no score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.registers.publication import cells, scores
from folkmoot.registers.publication.code import AskedField, Code, transparency_code
from folkmoot.registers.staging import Staging
from folkmoot.registers.tables import FACT_PUBLICATION_GAPS, FACT_PUBLICATION_QUALITY
from folkmoot.sources.tables import ISSUE_ROWS, SOURCE_COLUMNS, SOURCE_TABLES

FIRST_GAPS = 10
"""Rows of one table and field that a letter can name: our own choice; the count says all."""

_MANY = 40
"""Tables looked up by one statement: an engine plans more of them ever more slowly."""

_REFUSED = ("amount_missing", "amount_unreadable", "amount_other_currency")

_DOUBTS: Mapping[str, str] = {
    "payment_date_text": "payment_date",
    "start_text": "start_date",
    "end_text": "end_date",
    "review_text": "review_date",
    "value_text": "value",
    "annual_value_text": "value",
    "ceiling_text": "value",
    "supplier_name": "supplier_name",
}
"""Where an issue says that a cell held something, and the field that it is a cell of."""

_LINKS = frozenset({"release_link", "award_link"})
_NOTICE_IDS = frozenset({"process_id", "notice_id"})

_OF_SUPPLIERS = frozenset({"supplier_name", "supplier_details", "company_number"})

_APART = pa.schema(
    [
        ("source_id", pa.string()),
        ("table_name", pa.string()),
        ("row_number", pa.int64()),
        ("field", pa.string()),
        ("text", pa.string()),
    ]
)


def write_publication_quality(stage: Staging) -> None:
    """Fill `fact.publication_quality` and `fact.publication_gaps`.

    Takes what `resolve` staged: rows with their council, and who supplies.
    """
    code = transparency_code()
    tables = stage.rows(stage.writer.table(SOURCE_TABLES).order_by("source_id"))
    columns = stage.rows(
        stage.writer.table(SOURCE_COLUMNS).order_by("source_id", "position")
    )
    places = table_places(code, tables, columns)
    stage.load("code_places", _places_table(code, places))
    _stage_apart(stage, code, tables, columns)
    stage.keep("doubts", _doubts(stage))
    for kind, published, cells_of in (
        ("payments", stage["payments"], _payments),
        ("contracts", stage["bought_by"], _contracts),
    ):
        if not stage.writer.has_rows(published):
            continue
        rows = cells_of(stage, code)
        names = [field.name for field in code.kinds[kind].fields]
        dated = stage.keep(f"{kind}_cells", scores.with_periods(rows))
        stage.writer.append(
            FACT_PUBLICATION_QUALITY, scores.scored_fields(dated, fields=names)
        )
        stage.writer.append(
            FACT_PUBLICATION_GAPS,
            scores.first_gaps(dated, fields=names, most=FIRST_GAPS),
        )


def table_places(
    code: Code,
    tables: Iterable[Mapping[str, Any]],
    columns: Iterable[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """For each table whether it holds notices, and the columns that each field has there.

    A table holds notices where its rows are releases, or come from a portal: they carry
    an ocid or a notice's id and no reference of the buyer's own, or link to other tables.
    """
    of_table: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for column in columns:
        key = (column["source_id"], column["table_name"] or "")
        of_table.setdefault(key, []).append(column)
    found = []
    for table in tables:
        own = of_table.get((table["source_id"], table["table_name"] or ""), [])
        filled = {column["field"] for column in own if column["field"]}
        is_notice = table["kind"] == "releases" or (
            table["kind"] == "contracts" and _holds_notices(filled)
        )
        kind = "payments" if table["kind"] == "payments" else "contracts"
        found.append(
            {
                "source_id": table["source_id"],
                "table_name": table["table_name"],
                "raw_table": table["raw_table"],
                "kind": kind,
                "is_notice": is_notice,
                "is_release": table["kind"] == "releases",
                "columns": {
                    field.name: _columns_of(field, own)
                    for field in code.kinds[kind].fields
                },
                "filled": filled,
            }
        )
    return found


def _holds_notices(filled: Collection[str]) -> bool:
    is_register = "reference" in filled
    return not _LINKS.isdisjoint(filled) or (
        not is_register and not _NOTICE_IDS.isdisjoint(filled)
    )


def _columns_of(field: AskedField, columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """The raw columns that are the place for a field; of JSON, the parts of a release."""
    if field.is_apart:
        return [
            column["raw_column"]
            for column in columns
            if column["raw_column"] and field.is_under(column["heading"] or "")
        ]
    return [
        column["raw_column"] or column["heading"]
        for column in columns
        if column["field"] in field.aligned
    ]


def _places_table(code: Code, places: Iterable[Mapping[str, Any]]) -> pa.Table:
    names = sorted({f.name for kind in code.kinds.values() for f in kind.fields})
    rows = [
        {
            "source_id": place["source_id"],
            "table_name": place["table_name"],
            "is_notice": place["is_notice"],
            **{f"has_{name}": _has_place(place, name) for name in names},
        }
        for place in places
    ]
    schema = pa.schema(
        [
            ("source_id", pa.string()),
            ("table_name", pa.string()),
            ("is_notice", pa.bool_()),
            *[(f"has_{name}", pa.bool_()) for name in names],
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _has_place(place: Mapping[str, Any], name: str) -> bool:
    """A release has a place for whatever is asked, a bundle its suppliers in another table."""
    is_bundled = name in _OF_SUPPLIERS and not _LINKS.isdisjoint(place["filled"])
    return place["is_release"] or is_bundled or bool(place["columns"].get(name))


def _stage_apart(
    stage: Staging,
    code: Code,
    tables: Sequence[Mapping[str, Any]],
    columns: Sequence[Mapping[str, Any]],
) -> None:
    """Stage `apart`: cells as published of the fields that no standard column holds."""
    selects: list[Table] = []
    for place in table_places(code, tables, columns):
        if not place["raw_table"] or place["is_notice"]:
            continue
        kind = code.kinds[place["kind"]]
        apart = [field.name for field in kind.fields if field.is_apart]
        named = {
            name: place["columns"][name] for name in apart if place["columns"][name]
        }
        if named:
            selects += _published(stage, place, named)
    parts = [
        stage.keep(f"apart_{start}", ibis.union(*selects[start : start + _MANY]))
        if len(selects[start : start + _MANY]) > 1
        else stage.keep(f"apart_{start}", selects[start])
        for start in range(0, len(selects), _MANY)
    ]
    if not parts:
        parts = [stage.load("apart_none", _APART.empty_table())]
    stage.define("apart", ibis.union(*parts) if len(parts) > 1 else parts[0])


def _published(
    stage: Staging, place: Mapping[str, Any], named: Mapping[str, Sequence[str]]
) -> list[Table]:
    raw = stage.writer.ibis.table(
        place["raw_table"].removeprefix("raw."), database="raw"
    )
    found = []
    for field, names in named.items():
        cells_of = [raw[name].strip().nullif("") for name in names]
        text = ibis.coalesce(*cells_of)
        found.append(
            raw.select(
                source_id=ibis.literal(place["source_id"]),
                table_name=ibis.literal(place["table_name"] or ""),
                row_number=raw.row_number,
                field=ibis.literal(field),
                text=text,
            ).filter(lambda t: t.text.notnull())
        )
    return found


def _doubts(stage: Staging) -> Table:
    """Cells that held something which was not kept, by the field they are cells of."""
    issues = stage.writer.table(ISSUE_ROWS)
    told = issues.filter(
        (issues.row_number > 0)
        & issues.severity.isin(["cell", "note"])
        & issues.field.isin(list(_DOUBTS))
    )
    field = ibis.cases(*[(told.field == name, ours) for name, ours in _DOUBTS.items()])
    is_withheld = (told.field == "supplier_name") & cells.is_redacted(told.value)
    return told.select(
        "source_id",
        "table_name",
        "row_number",
        field=field,
        is_withheld=is_withheld,
    ).distinct()


def _payments(stage: Staging, code: Code) -> Table:
    rows = cells.payment_cells(
        stage["payments_by"], stage["doubts"], stage["code_places"], stage["apart"]
    )
    kept = stage.keep("payment_rows", scores.with_periods(rows))
    issues = stage.writer.table(ISSUE_ROWS)
    refused = issues.filter(issues.rule.isin(_REFUSED)).select(
        "source_id", "table_name", "row_number", "rule"
    )
    names = [field.name for field in code.kinds["payments"].fields]
    lost = cells.refused_cells(refused, scores.table_owners(kept), names)
    return ibis.union(kept, lost.select(*kept.columns))


def _contracts(stage: Staging, code: Code) -> Table:
    return cells.contract_cells(
        stage["bought_by"],
        _told_of_suppliers(stage),
        stage["doubts"],
        stage["code_places"],
        stage["apart"],
        over_gbp={name: kind.over_gbp for name, kind in code.kinds.items()},
        notice_fields={f.name: f.notices for f in code.kinds["notices"].fields},
    )


def _told_of_suppliers(stage: Staging) -> Table:
    """For each row, what its suppliers tell, and whether one of them may be a person."""
    s = stage["supplied"]
    has_number = s.identifier.fill_null("") != ""
    has_postcode = s.postcode.fill_null("") != ""
    listed = s.group_by(of_row=s.contract_row_id).agg(
        has_name=(s.published_name.fill_null("") != "").any(),
        has_details=(has_number | has_postcode).any(),
        has_company=(has_number & (s.scheme == "GB-COH")).any(),
    )
    by = stage["supplied_by"].join(stage["suppliers"], "supplier_id")
    people = by.group_by(of_person_row=by.contract_row_id).agg(
        is_individual=by.is_individual.any()
    )
    joined = listed.left_join(people, listed.of_row == people.of_person_row)
    return joined.drop("of_person_row")
