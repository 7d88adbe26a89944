"""A small group of invented councils and their contracts, as fact tables in memory."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from folkmoot.buy.desk import DESK
from folkmoot.core.desk import BuildContext
from folkmoot.core.store import Writer
from folkmoot.core.workspace import Workspace
from folkmoot.registers import tables as facts
from folkmoot.sources.tables import SOURCE_FILES

AS_OF = date(2026, 6, 1)
COUNCILS = ["Ashford Vale", "Birchmoor", "Calderwick", "Dunmere", "Eastmarsh"]


def council_id(name: str) -> str:
    return f"X0{COUNCILS.index(name) + 1:07d}"


def contract(name: str, council: str, **given: Any) -> dict[str, Any]:
    """One contract with plain defaults; what a case is about is given by name."""
    row: dict[str, Any] = {
        "contract_id": name,
        "council_id": council_id(council),
        "buyer_name": council,
        "sub_unit": "",
        "is_member": council != "Eastmarsh",
        "references": [f"ref-{name}"],
        "title": "Refuse vehicle tyres",
        "description": "Fitting of tyres to refuse vehicles",
        "kind": "contract",
        "stage": "contract",
        "status": "active",
        "procedure_text": "",
        "value_gbp": Decimal("400000.00"),
        "value_basis": "total",
        "ceiling_gbp": None,
        "start_date": date(2024, 4, 1),
        "end_date": date(2028, 3, 31),
        "latest_end_date": None,
        "end_method": "published",
        "is_open_ended": False,
        "extension_text": "",
        "published_date": date(2025, 5, 1),
        "awarded_date": None,
        "category_text": "",
        "cpv_codes": ["34350000"],
        "need_id": "cpv:3435",
        "need_method": "code",
        "need_confidence": 0.95,
        "need_reason": "Coded 34350000.",
        "statement_count": 1,
        "supplier": f"Supplier of {name}",
        "further": [],
    }
    return row | given


def sealed(
    root: Path,
    contracts: list[dict[str, Any]],
    nations: dict[str, str] | None = None,
) -> Workspace:
    """A workspace whose one build was made by the desk from these contracts."""
    members = [council_id(name) for name in COUNCILS if name != "Eastmarsh"]
    workspace = Workspace.create(root, group_name="Invented Vale", members=members)
    with workspace.drafting("20260601T080000Z") as draft:
        filled(contracts, writer=draft.writer, nations=nations)
        DESK.build(draft.writer, BuildContext(as_of=AS_OF, group_name="Invented Vale"))
        draft.seal(
            {
                "schema": "folkmoot.manifest/1",
                "stamp": draft.stamp,
                "group": workspace.name,
                "as_of": AS_OF.isoformat(),
                "inputs": {},
                "row_counts": {},
            }
        )
    return workspace


def filled(
    contracts: list[dict[str, Any]],
    payments: list[dict[str, Any]] | None = None,
    writer: Writer | None = None,
    nations: dict[str, str] | None = None,
    options: list[dict[str, Any]] | None = None,
) -> Writer:
    """A database with these contracts as facts and the desk's tables empty."""
    writer = writer or Writer(None)
    writer.create((SOURCE_FILES, *facts.FACTS, *DESK.tables))
    writer.append_rows(
        SOURCE_FILES,
        [
            {
                "source_id": "register-1",
                "file": "register.csv",
                "latest_date": AS_OF,
            }
        ],
    )
    writer.append_rows(
        facts.FACT_COUNCILS,
        [
            {
                "council_id": council_id(name),
                "name": name,
                "type": "district",
                "region": "North West",
                "nation": (nations or {}).get(name, "England"),
                "combined_authority_id": "",
                "is_member": name != "Eastmarsh",
            }
            for name in COUNCILS
        ],
    )
    writer.append_rows(
        facts.FACT_COUNCIL_NAMES,
        [
            {"published_name": name, "council_id": council_id(name), "confidence": 1.0}
            for name in COUNCILS
        ],
    )
    needs = {row["need_id"] for row in contracts if row["need_id"]}
    writer.append_rows(
        facts.FACT_NEEDS,
        [
            {
                "need_id": need,
                "label": f"Need {need}",
                "division_label": "",
                "service_area": "Waste",
                "is_technology": False,
            }
            for need in sorted(needs)
        ],
    )
    suppliers = sorted({row["supplier"] for row in contracts if row["supplier"]})
    writer.append_rows(
        facts.FACT_SUPPLIERS,
        [
            {
                "supplier_id": f"s:{name}",
                "display_name": name,
                "is_individual": False,
                "has_many_needs": False,
            }
            for name in suppliers
        ],
    )
    writer.append_rows(
        facts.FACT_CONTRACT_SUPPLIERS,
        [
            {"contract_id": row["contract_id"], "supplier_id": f"s:{row['supplier']}"}
            for row in contracts
            if row["supplier"]
        ],
    )
    writer.append_rows(
        facts.FACT_CONTRACT_EVIDENCE,
        [
            {
                "contract_id": row["contract_id"],
                "source_id": "register-1",
                "table_name": "",
                "row_number": place + 2,
                "pointer": "",
                "item_number": 1,
                "role": "contract",
            }
            for place, row in enumerate(contracts)
        ],
    )
    writer.append_rows(
        facts.FACT_JOINT_COUNCILS,
        [
            {"contract_id": row["contract_id"], "council_id": council_id(name)}
            for row in contracts
            for name in row["further"]
        ],
    )
    plain = [
        {k: v for k, v in row.items() if k not in ("supplier", "further")}
        for row in contracts
    ]
    columns = dict.fromkeys(column for row in plain for column in row)
    writer.append_rows(
        facts.FACT_CONTRACTS, [{c: row.get(c) for c in columns} for row in plain]
    )
    writer.append_rows(facts.FACT_PAYMENTS, payments or [])
    writer.append_rows(facts.FACT_CONTRACT_OPTIONS, options or [])
    return writer


def built(
    contracts: list[dict[str, Any]],
    payments: list[dict[str, Any]] | None = None,
    nations: dict[str, str] | None = None,
    options: list[dict[str, Any]] | None = None,
    **settings: Any,
) -> Writer:
    """The same, after the desk was asked."""
    writer = filled(contracts, payments, nations=nations, options=options)
    DESK.build(writer, BuildContext(as_of=AS_OF, group_name="Four", settings=settings))
    return writer
