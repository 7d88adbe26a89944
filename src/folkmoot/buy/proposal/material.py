"""What the search and its explanations are made of, read once from the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from folkmoot.buy.contracts.contract import NO_VALUE, Contract, Paid, Reach, Yearly
from folkmoot.buy.contracts.reach import reach_of
from folkmoot.buy.contracts.taken import Chances, chances
from folkmoot.buy.contracts.values import PublishedValue, yearly_values
from folkmoot.buy.search.scoring import Area
from folkmoot.core.questions import question
from folkmoot.core.store import Writer
from folkmoot.registers.councils.facts import known_councils
from folkmoot.registers.tables import SPREAD_METHODS

_HERE = "folkmoot.buy"


@dataclass(frozen=True, slots=True)
class Council:
    """One council as a proposal names it."""

    council_id: str
    name: str
    nation: str
    area: Area
    type: str = ""
    residents: int | None = None
    residents_source: str = ""
    end: date | None = None
    """Its last day, where the register of councils holds one."""
    successor_name: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One need as a proposal names it."""

    need_id: str
    label: str
    service_area: str
    is_technology: bool


NO_END, BEFORE_START = "no end date", "ends before it starts"
"""Reasons of `left_out` that the dates of a contract give."""


@dataclass(frozen=True, slots=True)
class Undated:
    """A member's contract that takes no part, as its end is not known or cannot be.

    `why` is what `finding.buy_windows` has as `left_out`.
    """

    contract_id: str
    council_id: str
    council_name: str
    need_id: str
    title: str
    why: str = NO_END


@dataclass(slots=True)
class Material:
    """Contracts that take part, and the names and facts their proposals are told with."""

    contracts: list[Contract] = field(default_factory=list)
    councils: dict[str, Council] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    supplier_names: dict[str, str] = field(default_factory=dict)
    council_confidence: dict[str, float] = field(default_factory=dict)
    need_reasons: dict[str, str] = field(default_factory=dict)
    undated: dict[str, list[Undated]] = field(default_factory=dict)
    further: dict[str, list[str]] = field(default_factory=dict)
    """The councils after the first of contracts that several let together."""
    chances: Chances = field(default_factory=Chances)

    @property
    def areas(self) -> dict[str, Area]:
        """Where each council lies."""
        return {council.council_id: council.area for council in self.councils.values()}

    def need(self, need_id: str) -> Need:
        """The need, or its id where the register has no words for it."""
        return self.needs.get(need_id, Need(need_id, need_id, "", False))

    def council_name(self, council_id: str) -> str:
        """The council's official short name."""
        council = self.councils.get(council_id)
        return council.name if council else council_id


def read_material(writer: Writer) -> Material:
    """Everything the search needs; `buy_windows_found` and `buy_payments_found` must stand."""
    material = Material(
        councils=_councils(writer),
        needs={
            row["need_id"]: Need(
                row["need_id"],
                row["label"] or row["need_id"],
                row["service_area"] or "",
                bool(row["is_technology"]),
            )
            for row in writer.rows(
                "SELECT need_id, label, service_area, is_technology FROM fact.needs"
            )
        },
    )
    suppliers: dict[str, list[str]] = defaultdict(list)
    broad: set[str] = set()
    for row in writer.rows(question(_HERE, "suppliers_of_contracts")):
        suppliers[row["contract_id"]].append(row["supplier_id"])
        material.supplier_names[row["supplier_id"]] = row["display_name"]
        if row["has_many_needs"]:
            broad.add(row["contract_id"])
    material.chances = chances(
        writer.rows("SELECT * FROM finding.buy_options_seen ORDER BY contract_id")
    )
    rows = writer.rows(question(_HERE, "participants"))
    values = yearly_values(_published(row) for row in rows)
    sure = {
        row["published_name"]: float(row["confidence"] or 0.0)
        for row in writer.rows(
            "SELECT published_name, min(confidence) AS confidence "
            "FROM fact.council_names GROUP BY published_name"
        )
    }
    for row in rows:
        contract_id = row["contract_id"]
        material.contracts.append(
            _contract(
                row,
                values.get(contract_id, NO_VALUE),
                suppliers[contract_id],
                has_broad_supplier=contract_id in broad,
                reach=reach_of(row, material.chances),
            )
        )
        material.council_confidence[contract_id] = sure.get(
            row["buyer_name"] or "", 1.0
        )
        material.need_reasons[contract_id] = row["need_reason"] or ""
    for row in writer.rows(question(_HERE, "undated")):
        material.undated.setdefault(row["need_id"], []).append(
            Undated(
                row["contract_id"],
                row["council_id"],
                row["council_name"],
                row["need_id"],
                row["title"] or "",
                row["left_out"],
            )
        )
    for row in writer.rows(
        "SELECT contract_id, council_id FROM fact.joint_councils "
        "ORDER BY contract_id, council_id"
    ):
        material.further.setdefault(row["contract_id"], []).append(row["council_id"])
    return material


def _councils(writer: Writer) -> dict[str, Council]:
    rows = writer.rows("SELECT * FROM fact.councils ORDER BY council_id")
    names = {code: council.name for code, council in known_councils().items()}
    names.update({row["council_id"]: row["name"] for row in rows})
    return {
        row["council_id"]: Council(
            row["council_id"],
            row["name"] or row["council_id"],
            row["nation"] or "England",
            Area(row["region"] or "", row["combined_authority_id"] or ""),
            row["type"] or "",
            row["residents"],
            row["residents_source"] or "",
            row["end_date"],
            names.get(row["successor_id"] or "", row["successor_id"] or ""),
        )
        for row in rows
    }


def _published(row: Mapping[str, Any]) -> PublishedValue:
    return PublishedValue(
        contract_id=row["contract_id"],
        need_id=row["need_id"] or "",
        value=row["value_gbp"],
        basis=row["value_basis"] or "total",
        ceiling=row["ceiling_gbp"],
        start=row["start_date"]
        if row["end_method"] == "published"
        else row["term_from_date"],
        end=row["end_date"],
        latest_end=row["end_late_date"] or row["latest_end_date"],
        early_end=row["end_early_date"],
        paid=None
        if row["paid_gbp"] is None
        else Paid(row["paid_gbp"], row["covered_months"], row["paid_count"]),
    )


def _contract(
    row: Mapping[str, Any],
    yearly: Yearly,
    suppliers: Sequence[str],
    *,
    has_broad_supplier: bool,
    reach: Reach,
) -> Contract:
    start: date | None = row["start_date"]
    end: date | None = row["end_date"]
    first, last = row["window_from_date"], row["window_to_date"]
    anchor = start if row["window_method"] == "planned" else end
    latest = row["latest_end_date"] if row["window_method"] == "end" else anchor
    return Contract(
        contract_id=row["contract_id"],
        council_id=row["council_id"],
        is_member=bool(row["is_member"]),
        need_id=row["need_id"],
        need_confidence=float(row["need_confidence"] or 0.0),
        need_method=row["need_method"] or "none",
        free_from=first.toordinal(),
        free_to=last.toordinal(),
        end=(anchor or first).toordinal(),
        latest=(latest or anchor or last).toordinal(),
        end_confidence=float(row["end_confidence"]),
        window_method=row["window_method"],
        end_method=row["end_method"] or "none",
        kind=row["kind"] or "contract",
        stage=row["stage"] or "",
        yearly=yearly,
        supplier_ids=tuple(suppliers),
        references=tuple(row["references"] or ()),
        title=row["title"] or "",
        description=row["description"] or "",
        extension_text=row["extension_text"] or "",
        start=start,
        published=row["published_date"],
        statement_count=int(row["statement_count"] or 1),
        has_broad_supplier=has_broad_supplier,
        term_days=(end - start).days if start and end else None,
        cpv_codes=tuple(row["cpv_codes"] or ()),
        spread=_spread(row),
        reach=reach,
        cluster_id=row["cluster_id"],
        sub_unit=row["sub_unit"] or "",
    )


def _spread(row: Mapping[str, Any]) -> tuple[int, int] | None:
    """Where the end is that of its like: the days between which half of them end."""
    if row["window_method"] != "end" or row["end_method"] not in SPREAD_METHODS:
        return None
    early = row["end_early_date"] or row["end_date"]
    late = row["end_late_date"] or row["end_date"]
    return early.toordinal(), late.toordinal()
