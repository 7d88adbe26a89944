"""What a process amounts to after all its releases, within a file and across files.

Registers call this on cleaned rows, so that a file read today meets one read last year:

    contracts = compiled_contracts(clean_contracts)
    suppliers = compiled_suppliers(clean_suppliers, clean_contracts)
    statements = compiled_statements(clean_contracts)

Rows that are no OCDS release (`release_order` is empty) and processes told by a single
release pass through untouched. For the others each field takes the value of the latest
release that gives one, award by award; an award that says nothing of its own takes what
the latest release says of the process. Earlier rows vanish here and stand as evidence in
`compiled_statements`. Where this differs from the merge that OCDS describes, decision
record 0003 says how and why.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
from ibis import Table
from ibis.expr.types import (
    BooleanColumn,
    BooleanValue,
    IntegerColumn,
    StringColumn,
    Value,
)

_FIELDS: Mapping[str, str] = {
    "reference": "reference",
    "buyer_name": "buyer_name",
    "buyer_scheme": "buyer_name",
    "buyer_identifier": "buyer_name",
    "title": "title",
    "description": "description",
    "cpv_codes": "cpv_text",
    "category_text": "category_text",
    "kind": "kind_text",
    "status": "status_text",
    "procedure_text": "procedure_text",
    "value_basis": "value_text",
    "value_gbp": "value_text",
    "ceiling_gbp": "ceiling_text",
    "start_date": "start_text",
    "end_date": "end_text",
    "latest_end_date": "latest_end_text",
    "is_open_ended": "end_text",
    "extension_text": "extension_text",
    "term_months": "term_text",
    "awarded_date": "awarded_text",
}
"""Clean columns that releases replace one by one, and the aligned column (as
`inherited_fields` names it) that tells whether the award or the process spoke."""

_TOGETHER: Mapping[str, str] = {
    "value_basis": "value_gbp",
    "buyer_scheme": "buyer_identifier",
}
"""Columns that say nothing without another: they are taken from the row that gives it."""

_STAGES = ("planned", "tender", "award", "contract")
"""In the order in which a process goes through them."""

_KEYS = (
    "contract_row_id", "source_id", "item_number", "process_id", "award_id",
    "release_order",
)  # fmt: skip
"""What tells which rows speak of one award, and in which order."""

_NOT_FROM_PROCESS = frozenset({"value_basis", "value_gbp", "status", "awarded_date"})
"""An estimate is no award value, and a tender that is complete is no contract that is."""


def compiled_contracts(contracts: Table) -> Table:
    """Contracts as `clean.contracts` has them, one row an award after all its releases.

    A process without awards keeps one row; once it has awards, what its tender said
    stands in theirs. The row's place and id are those of the latest release about it.
    """
    statements = _statements(contracts)
    repeated = statements.filter(statements.release_count > 1)
    return (
        statements.filter(statements.release_count == 1)
        .select(*contracts.columns)
        .union(_merged(repeated, contracts.columns))
    )


def compiled_statements(contracts: Table) -> Table:
    """Which rows speak of which compiled row: `contract_row_id` and `statement_row_id`.

    What was released of the process before or beside its awards speaks of each of them.
    """
    statements = _statements(contracts.select(*_KEYS))
    compiled = _latest(statements).select(
        "process_key", "award_key", contract_row_id="contract_row_id"
    )
    own = statements.select(
        "process_key", "award_key", statement_row_id="contract_row_id"
    )
    about_awards = own.join(compiled, ["process_key", "award_key"])
    about_process = own.filter(own.award_key == "").join(
        compiled.filter(compiled.award_key != ""), "process_key"
    )
    names = ("contract_row_id", "statement_row_id")
    return about_awards.select(*names).union(about_process.select(*names))


def compiled_suppliers(suppliers: Table, contracts: Table) -> Table:
    """Suppliers as `clean.contract_suppliers` has them, placed at their compiled row.

    Lists whose members have ids of their own add up, the latest entry of each id; a
    list without them is replaced whole by the next, for nothing tells who is who.
    """
    place = ("source_id", "table_name", "row_number", "item_number")
    statements = _statements(
        contracts.select(*_KEYS, "table_name", "row_number", "pointer")
    )
    listed = suppliers.join(
        statements.select(
            *place, "process_key", "award_key", "release_rank", "release_count"
        ),
        place,
    )
    award = ibis.window(group_by=("process_key", "award_key"))
    same = ibis.window(group_by=("process_key", "award_key", "supplier_key"))
    listed = listed.mutate(
        is_latest_list=listed.release_rank == listed.release_rank.max().over(award),
        is_latest_entry=listed.release_rank == listed.release_rank.max().over(same),
    )
    # A step of its own: a window over a window is no SQL.
    unnamed = listed.is_latest_list & listed.supplier_key.isnull()
    listed = listed.mutate(is_unnamed=unnamed.ifelse(1, 0))
    listed = listed.mutate(latest_is_unnamed=listed.is_unnamed.max().over(award) == 1)
    standing = listed.filter(
        listed.is_latest_list
        | (
            ~listed.latest_is_unnamed
            & listed.supplier_key.notnull()
            & listed.is_latest_entry
        )
    )
    targets = _latest(statements.filter(statements.release_count > 1)).select(
        "process_key",
        "award_key",
        **{f"target_{name}": name for name in (*place, "pointer")},
    )
    moved = standing.join(targets, ["process_key", "award_key"]).mutate(
        **{name: ibis._[f"target_{name}"] for name in (*place, "pointer")}
    )
    kept = suppliers.anti_join(statements.filter(statements.release_count > 1), place)
    return kept.select(*suppliers.columns).union(moved.select(*suppliers.columns))


def _statements(contracts: Table) -> Table:
    """Contracts with their process and award as keys, and their releases in order.

    A row that is no release, or names no process, is a process of its own. The order is
    total (date, number in the file, file), so that the order of files changes nothing.
    """
    is_release = contracts.release_order.notnull() & contracts.process_id.notnull()
    keys = contracts.select(
        "contract_row_id",
        "item_number",
        process_key=is_release.ifelse(
            contracts.process_id, ibis.literal("row ") + contracts.contract_row_id
        ),
        award_key=ibis.coalesce(contracts.award_id, ""),
        release_key=ibis.coalesce(contracts.release_order, "")
        + "|"
        + contracts.source_id,
    )
    process = ibis.window(group_by="process_key")
    in_order = ibis.window(
        group_by="process_key", order_by=("release_key", "item_number")
    )
    # Put in order by their keys and joined: a window would sort every description along.
    placed = keys.select(
        "contract_row_id",
        "process_key",
        "award_key",
        release_rank=ibis.row_number().over(in_order),
        release_count=(
            keys.release_key.min().over(process) != keys.release_key.max().over(process)
        ).ifelse(2, 1),
    )
    return contracts.join(placed, "contract_row_id")


def _latest(statements: Table) -> Table:
    """The latest row of each award; of a process without awards, its latest row."""
    award = ibis.window(group_by=("process_key", "award_key"))
    process = ibis.window(group_by="process_key")
    ranked = statements.mutate(
        last_rank=statements.release_rank.max().over(award),
        last_award=statements.award_key.max().over(process),
    )
    return ranked.filter(_is_latest(ranked))


def _is_latest(ranked: Table) -> BooleanValue:
    return (ranked.release_rank == ranked.last_rank) & (
        (ranked.award_key != "") | (ranked.last_award == "")
    )


def _merged(statements: Table, columns: tuple[str, ...]) -> Table:
    by_process = statements.group_by("process_key").aggregate(
        last_award=statements.award_key.max(),
        process_published_date=statements.published_date.max(),
        **{
            f"process_{name}": _last_given(statements, name, of_process=True)
            for name in _FIELDS
        },
    )
    by_award = statements.group_by(["process_key", "award_key"]).aggregate(
        last_rank=statements.release_rank.max(),
        furthest_stage=_stage_number(statements.stage).max(),
        **{
            f"award_{name}": _last_given(statements, name, of_process=False)
            for name in _FIELDS
        },
    )
    own = statements.select(
        "process_key",
        "award_key",
        "release_rank",
        *[name for name in columns if name not in _FIELDS],
    )
    joined = own.join(by_award, ["process_key", "award_key"])
    joined = joined.join(by_process, "process_key")
    latest = joined.filter(_is_latest(joined))
    settled = {name: _settled(latest, name) for name in _FIELDS}
    settled["published_date"] = latest.process_published_date
    settled["stage"] = _stage_name(latest.furthest_stage)
    return latest.select(
        **{name: settled[name] if name in settled else latest[name] for name in columns}
    )


def _stage_number(stage: StringColumn) -> IntegerColumn:
    return stage.cases(*((name, n) for n, name in enumerate(_STAGES)), else_=None)


def _stage_name(number: IntegerColumn) -> StringColumn:
    return number.cases(*enumerate(_STAGES), else_=None)


def _last_given(statements: Table, name: str, *, of_process: bool) -> Value:
    """The value of a field in the latest row that gives one, by the award or not."""
    given = statements[_TOGETHER.get(name, name)].notnull()
    if name == "is_open_ended":
        # False is said of every row: only a dated or rolling end says something.
        given = statements.end_date.notnull() | statements.is_open_ended
    inherited = _is_inherited(statements.inherited_fields, _FIELDS[name])
    spoken: BooleanColumn = inherited if of_process else ~inherited
    rank: IntegerColumn = statements.release_rank
    return statements[name].argmax(rank, where=given & spoken)


def _is_inherited(fields: StringColumn, name: str) -> BooleanColumn:
    return (ibis.literal(" ") + ibis.coalesce(fields, "") + " ").contains(f" {name} ")


def _settled(joined: Table, name: str) -> Value:
    own, of_process = joined[f"award_{name}"], joined[f"process_{name}"]
    if name in _NOT_FROM_PROCESS:
        return (joined.award_key == "").ifelse(of_process, own)
    settled = ibis.coalesce(own, of_process)
    # Where nobody speaks of an end, nobody says that there is none.
    return settled.fill_null(False) if name == "is_open_ended" else settled
