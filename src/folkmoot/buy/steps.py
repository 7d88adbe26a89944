"""The desk's steps in order: windows, values, search, explanation, findings."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.buy.arguments.parties import PAYMENTS_TOLD
from folkmoot.buy.contracts.after_end import paid_after_end
from folkmoot.buy.contracts.payments import sole_payments
from folkmoot.buy.contracts.taken import options_seen
from folkmoot.buy.contracts.titled import subjects_named
from folkmoot.buy.contracts.windows import (
    Bounds,
    clustered,
    search_bounds,
    windows,
)
from folkmoot.buy.decisions.changes import changes, headlines_before
from folkmoot.buy.document import Evidence, document, opportunity_row, told
from folkmoot.buy.opportunities import Ranking, ranking
from folkmoot.buy.proposal.background import read_background
from folkmoot.buy.proposal.material import Material, read_material
from folkmoot.buy.proposal.routes import first_go_live, routes
from folkmoot.buy.search.identity import previous_proposals
from folkmoot.buy.search.rules import decided_from
from folkmoot.buy.settings import BuySettings, checked_settings
from folkmoot.buy.tables import (
    FINDING_CHANGES,
    FINDING_OPPORTUNITIES,
    FINDING_OPPORTUNITY_CONTRACTS,
    FINDING_OPTIONS_SEEN,
    FINDING_RUNS,
    FINDING_WINDOWS,
)
from folkmoot.core.desk import BuildContext
from folkmoot.core.kept import loaded_table
from folkmoot.core.questions import question
from folkmoot.core.store import Writer
from folkmoot.registers.tables import (
    FACT_CONTRACT_SUPPLIERS,
    FACT_CONTRACTS,
    FACT_PAYMENTS,
)

_HERE = "folkmoot.buy"
_FOUND = (
    "buy_windows_found", "buy_payments_found", "buy_clusters_found", "buy_after_found",
    "buy_subjects_named",
)  # fmt: skip


def build_findings(writer: Writer, context: BuildContext) -> None:
    """Fill the desk's tables from the facts; raises ConfigError for a wrong setting."""
    settings = checked_settings(context.settings)
    bounds = _bounds(writer, context, settings)
    _find_windows(writer, bounds, settings)
    material = read_material(writer)
    ranked = ranking(
        material,
        bounds=bounds,
        settings=settings,
        before=previous_proposals(context.previous),
        decided=decided_from(context.judgements),
    )
    _write_windows(writer, material)
    documents = _write_opportunities(writer, ranked, material)
    before = headlines_before(context.previous)
    aside = {o.opportunity_id for o in ranked.opportunities if o.is_set_aside}
    changed = changes(before, documents, writer.rows, set_aside=aside)
    writer.append_rows(FINDING_CHANGES, changed)
    _write_run(writer, ranked, material)
    for name in _FOUND:
        writer.connection.execute(f"DROP TABLE temp.{name}")


def _bounds(writer: Writer, context: BuildContext, settings: BuySettings) -> Bounds:
    """From the day that the quickest route, begun today, could go live."""
    nations = [
        row["nation"]
        for row in writer.rows(
            "SELECT DISTINCT coalesce(nation, 'England') AS nation FROM fact.councils "
            "WHERE is_member ORDER BY nation"
        )
    ]
    quickest = routes(settings)[-1]
    first = first_go_live(quickest, start=context.as_of, nations=nations)
    return search_bounds(as_of=context.as_of, first=first, settings=settings)


def _find_windows(writer: Writer, bounds: Bounds, settings: BuySettings) -> None:
    contracts = writer.table(FACT_CONTRACTS)
    paid = sole_payments(
        writer.table(FACT_PAYMENTS), writer.table(FACT_CONTRACT_SUPPLIERS), contracts
    )
    _keep(writer, "buy_payments_found", writer.ibis.compile(paid))
    after = paid_after_end(
        writer.table(FACT_PAYMENTS), writer.table(FACT_CONTRACT_SUPPLIERS), contracts
    )
    _keep(writer, "buy_after_found", writer.ibis.compile(after))
    after = writer.ibis.table("buy_after_found", database=("temp", "main"))
    writer.append(
        FINDING_OPTIONS_SEEN,
        options_seen(contracts, after, as_of=bounds.as_of).order_by("contract_id"),
    )
    found = windows(contracts, paid, after, bounds=bounds, settings=settings)
    _keep(writer, "buy_windows_found", writer.ibis.compile(found))
    kept = writer.ibis.table("buy_windows_found", database=("temp", "main"))
    titled = writer.rows(
        "SELECT contract_id, w.need_id, title FROM temp.buy_windows_found w "
        "JOIN fact.contracts USING (contract_id) WHERE left_out = '' ORDER BY contract_id"
    )
    named = loaded_table(writer, "buy_subjects_named", subjects_named(titled))
    clusters = clustered(kept, named, fewest=settings.min_group_size)
    _keep(writer, "buy_clusters_found", writer.ibis.compile(clusters))


def _keep(writer: Writer, name: str, sql: str) -> None:
    writer.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def _write_windows(writer: Writer, material: Material) -> None:
    """Every window, with the yearly value where the contract takes part."""
    import pyarrow as pa

    money = pa.decimal128(18, 2)
    held = material.contracts
    amounts = [c.yearly.amounts for c in held]
    values = pa.table(
        {
            "contract_id": pa.array([c.contract_id for c in held], pa.string()),
            "yearly_low_gbp": pa.array([low for low, _, _ in amounts], money),
            "yearly_mid_gbp": pa.array([mid for _, mid, _ in amounts], money),
            "yearly_high_gbp": pa.array([high for _, _, high in amounts], money),
            "value_method": pa.array([c.yearly.method for c in held], pa.string()),
            "value_doubt": pa.array([c.yearly.said for c in held], pa.string()),
        }
    )
    writer.connection.register("buy_values_found", values)
    writer.connection.execute(
        f"INSERT INTO {writer.name(FINDING_WINDOWS)} BY NAME "  # noqa: S608
        "SELECT * REPLACE (coalesce(value_method, 'none') AS value_method, "
        "coalesce(value_doubt, '') AS value_doubt) "
        "FROM buy_windows_found LEFT JOIN buy_values_found USING (contract_id) "
        "ORDER BY contract_id"
    )
    writer.connection.unregister("buy_values_found")


def _write_opportunities(
    writer: Writer, ranked: Ranking, material: Material
) -> dict[str, dict[str, Any]]:
    """Write the proposals; gives the documents of the headlines by id."""
    headlines: dict[str, dict[str, Any]] = {}
    background = read_background(writer, [o.case for o in ranked.opportunities])
    said = [told(o.case, material, background) for o in ranked.opportunities]
    wanted = {contract_id for one in said for contract_id in one.contract_ids}
    for opportunity in ranked.opportunities:
        wanted.update(opportunity.case.ids)
        wanted.update(c.contract_id for c in opportunity.case.neighbours)
    evidence = Evidence(
        _places(writer, "evidence", [sorted(wanted)]),
        _places(writer, "payments_behind", [sorted(wanted), PAYMENTS_TOLD]),
        _places(writer, "payments_after_end", [sorted(wanted), PAYMENTS_TOLD]),
        _said(writer, sorted(wanted)),
    )
    rows, links = [], []
    for opportunity, one in zip(ranked.opportunities, said, strict=True):
        printed = document(opportunity, one, material, evidence)
        text = json.dumps(printed, ensure_ascii=False, separators=(",", ":"))
        rows.append(opportunity_row(opportunity, text))
        if opportunity.is_headline:
            headlines[opportunity.opportunity_id] = printed
        for contract in (*opportunity.case.contracts, *opportunity.case.neighbours):
            links.append(
                {
                    "opportunity_id": opportunity.opportunity_id,
                    "contract_id": contract.contract_id,
                    "council_id": contract.council_id,
                    "is_member": contract.is_member,
                }
            )
    writer.append_rows(FINDING_OPPORTUNITIES, rows)
    writer.append_rows(FINDING_OPPORTUNITY_CONTRACTS, links)
    return headlines


def _places(
    writer: Writer, asked: str, parameters: Sequence[object]
) -> Mapping[str, list[dict[str, Any]]]:
    places: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in writer.rows(question(_HERE, asked), list(parameters)):
        places[row["contract_id"]].append(
            {
                "source_id": row["source_id"],
                "file": row["file"],
                "sheet": row["sheet"] or "",
                "row": row["row"],
                "pointer": row["pointer"] or "",
            }
        )
    return places


def _said(writer: Writer, wanted: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in writer.rows(question(_HERE, "options_said"), [wanted]):
        said[row["contract_id"]].append(row)
    return said


def _taking_part(writer: Writer) -> int:
    row = writer.rows(
        "SELECT count(*) AS contracts FROM buy_windows_found WHERE left_out = ''"
    )[0]
    return int(row["contracts"])


def _write_run(writer: Writer, ranked: Ranking, material: Material) -> None:
    left_out = {
        row["left_out"]: row["contracts"]
        for row in writer.rows(
            "SELECT left_out, count(*) AS contracts FROM buy_windows_found "
            "WHERE left_out <> '' GROUP BY left_out ORDER BY contracts DESC, left_out"
        )
    }
    writer.append_rows(
        FINDING_RUNS,
        [
            {
                "contracts_searched": _taking_part(writer),
                "contracts_left_out": sum(left_out.values()),
                "candidates": ranked.search.scored,
                "packed": len(ranked.packing.chosen),
                "packing_method": ranked.packing.method,
                "packing_gap": ranked.packing.gap,
                "needs_capped": len(ranked.search.capped_needs),
                "packed_not_kept": ranked.not_kept,
                "left_out_reasons": json.dumps(left_out),
            }
        ],
    )
