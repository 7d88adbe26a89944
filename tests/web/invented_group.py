"""A small invented group, sealed as a build, that every test of the pages is asked of."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from folkmoot.ask.desk import DESK as ASK
from folkmoot.ask.tables import FINDING_SURVEYS
from folkmoot.ask.tables import FINDINGS as ASK_FINDINGS
from folkmoot.buy.desk import DESK
from folkmoot.buy.tables import (
    FINDING_OPPORTUNITIES,
    FINDING_OPPORTUNITY_CONTRACTS,
    FINDING_RUNS,
    FINDING_WINDOWS,
    FINDINGS,
)
from folkmoot.core.schema import table
from folkmoot.core.store import Writer
from folkmoot.core.workspace import Workspace
from folkmoot.registers.tables import (
    FACT_CONTRACT_EVIDENCE,
    FACT_CONTRACT_SUPPLIERS,
    FACT_CONTRACTS,
    FACT_COUNCIL_NAMES,
    FACT_COUNCILS,
    FACT_NEEDS,
    FACT_PUBLICATION_GAPS,
    FACT_PUBLICATION_QUALITY,
    FACT_SUPPLIER_NAMES,
    FACT_SUPPLIERS,
    FACTS,
)
from folkmoot.sources.tables import (
    ISSUE_ROWS,
    SEALED,
    SOURCE_ACCOUNTING,
    SOURCE_COLUMNS,
    SOURCE_FILES,
    SOURCE_TABLES,
)
from folkmoot.web.app import application

AS_OF = date(2027, 1, 15)
PERSON = "Wilhelmina Quibble"
COUNCILS = {
    "X07000001": "Eastmere",
    "X07000002": "Northwold",
    "X07000003": "Saltfleet",
    "X07000009": "Farwick",
}
MEMBERS = ("X07000001", "X07000002", "X07000003")
RAW = table(
    "raw",
    "eastmere__register",
    "Cells as published.",
    ("source_id", "text", ""),
    ("row_number", "integer", ""),
    ("c1", "text", ""),
    ("c2", "text", ""),
    ("c3", "text", ""),
    ("c4", "text", ""),
)


def sealed_workspace(root: Path, *, stamp: str = "20270116T080000Z") -> Workspace:
    """A workspace with one build of three invented members and a neighbour."""
    made = Workspace.create(root, group_name="Invented Shires", members=MEMBERS)
    seal(made, stamp=stamp)
    return made


def seal(workspace: Workspace, *, stamp: str, as_of: date = AS_OF) -> None:
    """Another build of the same rows."""
    with workspace.drafting(stamp) as draft:
        fill(draft.writer)
        draft.seal(
            {
                "schema": "folkmoot.manifest/1",
                "stamp": draft.stamp,
                "group": workspace.name,
                "is_invented": True,
                "as_of": as_of.isoformat(),
                "inputs": {"code": "0.1.0+test"},
                "files": 2,
                "row_counts": {},
            }
        )


def client_of(workspace: Workspace) -> TestClient:
    app = application(workspace, desks=(DESK, ASK))
    return TestClient(app, base_url="http://127.0.0.1")


def fill(writer: Writer) -> None:
    writer.create((*SEALED, *FACTS, *FINDINGS, *ASK_FINDINGS, RAW))
    _fill_sources(writer)
    _fill_registers(writer)
    _fill_quality(writer)
    _fill_findings(writer)
    _fill_surveys(writer)


def _fill_sources(writer: Writer) -> None:
    sound = {
        "sha256": "ab" * 32,
        "size_bytes": 4096,
        "format": "csv",
        "encoding": "cp1252",
        "kind": "contracts",
        "layout": "recognised",
        "layout_confidence": 0.93,
        "declared_council": "",
        "origin": "",
        "licence": "OGL-UK-3.0",
        "received_date": date(2027, 1, 10),
        "refusal": "",
    }
    writer.append_rows(
        SOURCE_FILES,
        [
            sound
            | {
                "source_id": "eastmere-register-abababab",
                "file": "Eastmere register (final) v2.csv",
                "latest_date": date(2026, 12, 1),
            },
            sound
            | {
                "source_id": "photo-cdcdcdcd",
                "file": "photo.csv",
                "kind": "none",
                "latest_date": None,
                "refusal": "it is an image, not a table",
            },
        ],
    )
    place = {"source_id": "eastmere-register-abababab", "table_name": ""}
    writer.append_rows(
        SOURCE_TABLES,
        [
            place
            | {
                "kind": "contracts",
                "raw_table": "eastmere__register",
                "header_row": 2,
                "row_count": 9,
                "unit": "row",
            }
        ],
    )
    writer.append_rows(
        SOURCE_ACCOUNTING,
        [
            place | {"outcome": outcome, "kind": kind, "row_count": count}
            for outcome, kind, count in (
                ("kept", "contract", 5),
                ("refused", "no_supplier", 1),
                ("furniture", "title", 1),
                ("furniture", "header", 1),
                ("furniture", "total", 1),
            )
        ],
    )
    headings = (
        ("Contract Title", "title"),
        ("Supplier", "supplier_name"),
        ("End Date", "end_text"),
        ("Notes", ""),
    )
    writer.append_rows(
        SOURCE_COLUMNS,
        [
            place
            | {
                "position": n,
                "heading": heading,
                "raw_column": f"c{n}",
                "field": field,
                "confidence": 0.9,
                "reason": "the heading says so" if field else "no field fits",
            }
            for n, (heading, field) in enumerate(headings, start=1)
        ],
    )
    writer.append_rows(
        RAW,
        [
            {
                "source_id": place["source_id"],
                "row_number": 2 + n,
                "c1": title,
                "c2": supplier,
                "c3": "31/03/2028",
                "c4": notes,
            }
            for n, (title, supplier, notes) in enumerate(
                (
                    ("Waste collection vehicles", "Barrow & Sons Ltd", "=1+1"),
                    (
                        "Foster placement",
                        PERSON,
                        f"Agreed with {PERSON.upper()} in May",
                    ),
                    ("<script>alert(1)</script>", "Northfleet Ltd", ""),
                ),
                start=1,
            )
        ],
    )
    writer.append_rows(
        ISSUE_ROWS,
        [
            place
            | {
                "row_number": 6,
                "pointer": "",
                "field": "supplier_name",
                "value": "A. Person-Never-Judged",
                "rule": "no_supplier",
                "severity": "refused",
                "message": "the row names no supplier",
            },
            place
            | {
                "row_number": 4,
                "pointer": "",
                "field": "end_date",
                "value": f"when {PERSON} leaves",
                "rule": "not_a_date",
                "severity": "cell",
                "message": "this is not a date",
            },
        ],
    )


def _fill_quality(writer: Writer) -> None:
    """Eastmere's register lacks end dates in two rows of three and has no VAT column."""
    place = {"kind": "contracts", "source_id": "eastmere-register-abababab"}
    told = {"title": (3, 3, 0), "end_date": (2, 1, 0), "vat": (0, 0, 3)}
    periods = {"2024": 3, "2025": 200}
    rows = [
        place
        | {
            "publisher_id": council,
            "table_name": "",
            "period": period,
            "field": field,
            "asked_rows": asked,
            "filled_rows": min(filled, asked) if asked == 3 else asked - lacking,
            "valid_rows": min(valid, asked) if asked == 3 else asked - lacking,
            "no_column_rows": asked if lacking else 0,
            "not_asked_rows": 1,
        }
        for council in COUNCILS
        for period, asked in periods.items()
        for field, (filled, valid, lacking) in told.items()
        for lacking in [asked if lacking else 0]
    ]
    writer.append_rows(FACT_PUBLICATION_QUALITY, rows)
    writer.append_rows(
        FACT_PUBLICATION_GAPS,
        [
            place
            | {
                "publisher_id": "X07000001",
                "table_name": "",
                "row_number": row_number,
                "field": "end_date",
                "problem": problem,
            }
            for row_number, problem in ((4, "blank"), (5, "unclear"))
        ],
    )


def _contract(
    contract_id: str, council: str, title: str, **more: Any
) -> dict[str, Any]:
    return {
        "contract_id": contract_id,
        "council_id": council,
        "buyer_name": f"{COUNCILS[council]} Council",
        "sub_unit": "",
        "is_member": council in MEMBERS,
        "references": [f"REF/{contract_id}"],
        "title": title,
        "description": "",
        "kind": "contract",
        "stage": "contract",
        "status": "active",
        "procedure_text": "Open",
        "value_gbp": Decimal("1250000.00"),
        "value_basis": "total",
        "ceiling_gbp": None,
        "start_date": date(2024, 4, 1),
        "end_date": date(2028, 3, 31),
        "latest_end_date": date(2029, 3, 31),
        "end_method": "published",
        "is_open_ended": False,
        "extension_text": "plus one year",
        "published_date": date(2026, 12, 1),
        "awarded_date": None,
        "category_text": "Environment",
        "cpv_codes": ["34144511"],
        "need_id": "cpv:3414",
        "need_method": "code",
        "need_confidence": 0.95,
        "need_reason": "it carries the code of heavy motor vehicles",
        "statement_count": 1,
    } | more


CONTRACTS = (
    _contract("eastmere/ref 1", "X07000001", "Waste collection vehicles"),
    _contract(
        "northwold-2",
        "X07000002",
        "Refuse trucks",
        end_date=date(2027, 2, 28),
        latest_end_date=date(2028, 2, 28),
    ),
    _contract(
        "saltfleet-3",
        "X07000003",
        "<script>alert(1)</script> bin lorries",
        end_date=date(2028, 6, 30),
        latest_end_date=None,
        end_method="term",
        value_gbp=None,
        ceiling_gbp=Decimal("4000000.00"),
        kind="framework",
    ),
    _contract(
        "eastmere-4",
        "X07000001",
        "Foster placement",
        end_date=None,
        latest_end_date=None,
        need_id="",
        value_gbp=Decimal("900.50"),
        value_basis="annual",
    ),
    _contract("farwick-5", "X07000009", "Gritting", end_date=date(2026, 3, 31)),
)


def _fill_registers(writer: Writer) -> None:
    writer.append_rows(
        FACT_COUNCILS,
        [
            {
                "council_id": council_id,
                "name": name,
                "type": "district",
                "region": "East of England",
                "nation": "England",
                "combined_authority_id": "",
                "start_date": None,
                "end_date": None,
                "successor_id": "",
                "is_member": council_id in MEMBERS,
            }
            for council_id, name in COUNCILS.items()
        ],
    )
    writer.append_rows(
        FACT_COUNCIL_NAMES,
        [
            {
                "published_name": "Eastmere B.C. - Parks",
                "council_id": "X07000001",
                "sub_unit": "Parks",
                "method": "sub_unit",
                "confidence": 0.9,
                "reason": "its first part is a known name of Eastmere",
            }
        ],
    )
    suppliers = (
        ("s1", "Barrow & Sons Ltd", False, "Barrow & Sons Ltd"),
        ("s2", "Northfleet Ltd", False, "Northfleet Ltd"),
        ("s3", "an individual", True, PERSON),
    )
    writer.append_rows(
        FACT_SUPPLIERS,
        [
            {
                "supplier_id": supplier_id,
                "display_name": shown,
                "is_individual": is_person,
                "individual_reason": "two names and no legal form" if is_person else "",
                "scheme": "",
                "identifier": "",
                "name_count": 1,
                "has_many_needs": False,
            }
            for supplier_id, shown, is_person, _ in suppliers
        ],
    )
    writer.append_rows(
        FACT_SUPPLIER_NAMES,
        [
            {
                "published_name": published,
                "scheme": "",
                "identifier": "",
                "supplier_id": supplier_id,
                "normalised_name": published.lower(),
                "method": "alone",
                "confidence": 1.0,
                "reason": "the only spelling",
            }
            for supplier_id, _, _, published in suppliers
        ],
    )
    writer.append_rows(
        FACT_NEEDS,
        [
            {
                "need_id": "cpv:3414",
                "label": "Heavy motor vehicles",
                "division_label": "Transport equipment",
                "service_area": "Environment and waste",
                "is_technology": False,
            }
        ],
    )
    writer.append_rows(FACT_CONTRACTS, list(CONTRACTS))
    writer.append_rows(
        FACT_CONTRACT_SUPPLIERS,
        [
            {"contract_id": contract_id, "supplier_id": supplier_id}
            for contract_id, supplier_id in (
                ("eastmere/ref 1", "s1"),
                ("northwold-2", "s2"),
                ("saltfleet-3", "s2"),
                ("eastmere-4", "s3"),
                ("farwick-5", "s2"),
            )
        ],
    )
    writer.append_rows(
        FACT_CONTRACT_EVIDENCE,
        [
            {
                "contract_id": contract_id,
                "source_id": "eastmere-register-abababab",
                "table_name": "",
                "row_number": row,
                "pointer": "",
                "item_number": 1,
                "role": "contract",
                "published_date": date(2026, 12, 1),
            }
            for contract_id, row in (
                ("eastmere/ref 1", 3),
                ("northwold-2", 3),
                ("eastmere-4", 4),
                ("saltfleet-3", 5),
            )
        ],
    )


def _document() -> dict[str, Any]:
    evidence = [
        {
            "source_id": "eastmere-register-abababab",
            "file": "Eastmere register (final) v2.csv",
            "sheet": "",
            "row": 3,
            "pointer": "",
        }
    ]
    in_it = [row for row in CONTRACTS if row["need_id"] and row["is_member"]]
    return {
        "id": "o-heavy-motor-vehicles-1",
        "rank": 1,
        "is_headline": True,
        "alternatives": [],
        "need": {
            "id": "cpv:3414",
            "label": "Heavy motor vehicles",
            "service_area": "Environment and waste",
            "is_technology": False,
            "words": ["vehicles", "trucks"],
        },
        "members": [
            {
                "council_name": COUNCILS[row["council_id"]],
                "council_gss": row["council_id"],
                "is_member": True,
                "contracts": [
                    {
                        "contract_id": row["contract_id"],
                        "references": row["references"],
                        "title": row["title"],
                        "suppliers": ["Northfleet Ltd"],
                        "start_date": "2024-04-01",
                        "end_date": row["end_date"].isoformat(),
                        "latest_end_date": "2029-03-31",
                        "end_method": row["end_method"],
                        "window": {"from": "2027-12-01", "to": "2028-09-30"},
                        "value_gbp": {
                            "low": "1.00",
                            "mid": "200000.00",
                            "high": "9.00",
                            "method": "annual",
                            "doubt": "",
                        },
                        "evidence": evidence,
                    }
                ],
            }
            for row in in_it
        ],
        "go_live": {"from": "2028-01-01", "to": "2028-03-31", "best": "2028-02-01"},
        "latest_safe_starts": {
            "open_procedure": "2027-03-01",
            "call_off": "2027-01-01",
        },
        "routes": [
            {
                "route": route,
                "label": label,
                "months": 6,
                "working_days": 28,
                "latest_safe_start": day,
                "is_passed": day < AS_OF.isoformat(),
                "publish": "a tender notice (UK4)",
            }
            for route, label, day in (
                ("open_procedure", "open procedure", "2027-03-01"),
                ("call_off", "call-off from a framework", "2027-01-01"),
            )
        ],
        "value_gbp": {
            "low": "310000.00",
            "mid": "625000.00",
            "high": "1312500.00",
            "not_known": 0,
        },
        "confidence": 0.62,
        "confidence_parts": {"need": 0.95, "end": 0.7, "value": 0.4, "council": 1.0},
        "reasons_for": [
            {
                "sentence": "Three councils need it",
                "measure": {"name": "councils", "value": 3, "unit": "councils"},
                "evidence": evidence,
            }
        ],
        "reasons_against": [
            {
                "sentence": "One end date was worked out from a length in words",
                "measure": {"name": "ends", "value": 1, "unit": "contracts"},
                "evidence": evidence,
            }
        ],
        "grows_if": [
            {
                "sentence": "Farwick joins",
                "measure": {"name": "councils", "value": 4, "unit": "councils"},
                "evidence": [],
            }
        ],
        "holds_if": [
            {
                "sentence": "If Eastmere takes its 12-month option, two councils are left",
                "measure": {"name": "councils left", "value": 2, "unit": "councils"},
                "evidence": evidence,
            }
        ],
        "asked_next": {
            "who_could_lead": [
                {
                    "sentence": "Eastmere could lead: it has let three of them",
                    "measure": {"name": "contracts", "value": 3, "unit": "contracts"},
                    "evidence": evidence,
                }
            ],
        },
        "evidence": evidence,
    }


def _fill_findings(writer: Writer) -> None:
    document = _document()
    writer.append_rows(
        FINDING_OPPORTUNITIES,
        [
            {
                "opportunity_id": document["id"],
                "rank": 1,
                "is_headline": True,
                "need_id": "cpv:3414",
                "need_label": "Heavy motor vehicles",
                "service_area": "Environment and waste",
                "is_technology": False,
                "member_count": 3,
                "neighbour_count": 0,
                "contract_count": 3,
                "supplier_count": 2,
                "go_live_from_date": date(2028, 1, 1),
                "go_live_to_date": date(2028, 3, 31),
                "latest_safe_start_date": date(2027, 3, 1),
                "value_low_gbp": Decimal("310000.00"),
                "value_mid_gbp": Decimal("625000.00"),
                "value_high_gbp": Decimal("1312500.00"),
                "confidence": 0.62,
                "score": 1.0,
                "document": json.dumps(document),
            }
        ],
    )
    in_it = [row for row in CONTRACTS if row["need_id"] and row["is_member"]]
    writer.append_rows(
        FINDING_OPPORTUNITY_CONTRACTS,
        [
            {
                "opportunity_id": document["id"],
                "contract_id": row["contract_id"],
                "council_id": row["council_id"],
                "is_member": True,
            }
            for row in in_it
        ],
    )
    writer.append_rows(
        FINDING_WINDOWS,
        [
            {
                "contract_id": row["contract_id"],
                "council_id": row["council_id"],
                "is_member": True,
                "need_id": "cpv:3414",
                "window_from_date": date(2027, 12, 1),
                "window_to_date": date(2028, 9, 30),
                "end_date": row["end_date"],
                "latest_end_date": row["latest_end_date"] or row["end_date"],
                "end_confidence": 0.9,
                "yearly_low_gbp": Decimal("100000.00"),
                "yearly_mid_gbp": Decimal("200000.00"),
                "yearly_high_gbp": Decimal("400000.00"),
                "value_method": "total_over_term",
                "left_out": "",
            }
            for row in in_it
        ],
    )
    writer.append_rows(
        FINDING_RUNS,
        [
            {
                "contracts_searched": 4,
                "contracts_left_out": 1,
                "candidates": 1,
                "packed": 1,
                "packing_method": "exact",
                "packing_gap": 0.0,
            }
        ],
    )


def _fill_surveys(writer: Writer) -> None:
    """One survey that is not ready; `survey_group` holds published ones."""
    about = {
        "survey_id": "not-ready",
        "title": "Not ready",
        "state": "not ready",
        "problem": "“Client” is missing.",
    }
    row = {**about, "table_count": 0, "code": "test", "document": json.dumps(about)}
    writer.append_rows(FINDING_SURVEYS, [row])
