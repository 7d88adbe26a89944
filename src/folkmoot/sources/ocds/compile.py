"""What a process amounts to after all its releases, within a file and across files.

Registers call this on cleaned rows, so that a file read today meets one read last year:

    placed = placed_statements(clean_contracts)
    contracts = compiled_contracts(clean_contracts, placed)
    suppliers = compiled_suppliers(clean_suppliers, placed)
    statements = compiled_statements(placed)

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

_PLACE = ("source_id", "table_name", "row_number", "item_number")
"""What suppliers and the statements that they belong to have in common."""

_AWARD = ("process_key", "award_key")

_NOT_FROM_PROCESS = frozenset({"value_basis", "value_gbp", "status", "awarded_date"})
"""An estimate is no award value, and a tender that is complete is no contract that is."""


def placed_statements(contracts: Table) -> Table:
    """Each row of contracts with its process and award as keys, and its place among them.

    A row that is no release, or names no process, is a process of its own. The order is
    total (date, number in the file, file), so that the order of files changes nothing.
    `is_alone` where one release tells all of its process; `is_latest` is the latest row of
    each award, or of a process without awards.
    """
    is_release = contracts.release_order.notnull() & contracts.process_id.notnull()
    keys = contracts.select(
        "contract_row_id",
        *_PLACE,
        "pointer",
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
    placed = keys.select(
        "contract_row_id",
        *_PLACE,
        "pointer",
        *_AWARD,
        release_rank=ibis.row_number().over(in_order),
        is_alone=keys.release_key.min().over(process)
        == keys.release_key.max().over(process),
        last_award=keys.award_key.max().over(process),
    )
    # Joined and not a window: this order is another one, and the rows were sorted again.
    awards = placed.group_by(*_AWARD).agg(last_rank=placed.release_rank.max())
    joined = placed.join(awards, _AWARD)
    return joined.select(
        "contract_row_id",
        *_PLACE,
        "pointer",
        *_AWARD,
        "release_rank",
        "is_alone",
        is_latest=(joined.release_rank == joined.last_rank)
        & ((joined.award_key != "") | (joined.last_award == "")),
    )


def compiled_contracts(contracts: Table, placed: Table) -> Table:
    """Contracts as `clean.contracts` has them, one row an award after all its releases.

    A process without awards keeps one row; once it has awards, what its tender said
    stands in theirs. The row's place and id are those of the latest release about it.
    """
    together = placed.filter(~placed.is_alone).select(
        "contract_row_id", *_AWARD, "release_rank", "is_latest"
    )
    repeated = contracts.join(together, "contract_row_id")
    alone = contracts.anti_join(together, "contract_row_id")
    return alone.select(*contracts.columns).union(_merged(repeated, contracts.columns))


def compiled_statements(placed: Table) -> Table:
    """Which rows speak of which compiled row: `contract_row_id` and `statement_row_id`.

    What was released of the process before or beside its awards speaks of each of them.
    """
    compiled = placed.filter(placed.is_latest).select(*_AWARD, "contract_row_id")
    own = placed.select(*_AWARD, statement_row_id="contract_row_id")
    about_awards = own.join(compiled, _AWARD)
    about_process = own.filter(own.award_key == "").join(
        compiled.filter(compiled.award_key != ""), "process_key"
    )
    names = ("contract_row_id", "statement_row_id")
    return about_awards.select(*names).union(about_process.select(*names))


def compiled_suppliers(suppliers: Table, placed: Table) -> Table:
    """Suppliers as `clean.contract_suppliers` has them, placed at their compiled row.

    Lists whose members have ids of their own add up, the latest entry of each id; a
    list without them is replaced whole by the next, for nothing tells who is who.
    """
    together = placed.filter(~placed.is_alone)
    listed = suppliers.join(together.select(*_PLACE, *_AWARD, "release_rank"), _PLACE)
    rank, key = listed.release_rank, listed.supplier_key
    # Grouped and joined: windows would sort the suppliers once for each of these.
    lists = listed.group_by(*_AWARD).agg(
        last_list=rank.max(), last_unnamed=rank.max(where=key.isnull())
    )
    entries = listed.group_by(*_AWARD, "supplier_key").agg(last_entry=rank.max())
    known = listed.join(lists, _AWARD).left_join(entries, [*_AWARD, "supplier_key"])
    adds_up = (known.last_unnamed != known.last_list).fill_null(True)
    standing = known.filter(
        (known.release_rank == known.last_list)
        | (adds_up & (known.release_rank == known.last_entry))
    )
    targets = together.filter(together.is_latest).select(
        *_AWARD, **{f"target_{name}": name for name in (*_PLACE, "pointer")}
    )
    moved = standing.join(targets, _AWARD).mutate(
        **{name: ibis._[f"target_{name}"] for name in (*_PLACE, "pointer")}
    )
    kept = suppliers.anti_join(together, _PLACE)
    return kept.select(*suppliers.columns).union(moved.select(*suppliers.columns))


def _merged(statements: Table, columns: tuple[str, ...]) -> Table:
    statements = _with_speakers(statements)
    by_process = statements.group_by("process_key").aggregate(
        process_published_date=statements.published_date.max(),
        **{
            f"process_{name}": _last_given(statements, name, of_process=True)
            for name in _FIELDS
        },
    )
    by_award = statements.group_by(_AWARD).aggregate(
        furthest_stage=_stage_number(statements.stage).max(),
        **{
            f"award_{name}": _last_given(statements, name, of_process=False)
            for name in _FIELDS
        },
    )
    own = statements.filter(statements.is_latest).select(
        *_AWARD, *[name for name in columns if name not in _FIELDS]
    )
    latest = own.join(by_award, _AWARD).join(by_process, "process_key")
    settled = {name: _settled(latest, name) for name in _FIELDS}
    settled["published_date"] = latest.process_published_date
    settled["stage"] = _stage_name(latest.furthest_stage)
    return latest.select(
        **{name: settled[name] if name in settled else latest[name] for name in columns}
    )


def _with_speakers(statements: Table) -> Table:
    """The rows with `is_inherited_<column>` for each aligned column that tells who spoke.

    `inherited_fields` has few wordings: each is looked through once, not for every row.
    """
    names = sorted(set(_FIELDS.values()))
    inherited = statements.select(_inherited=statements.inherited_fields.fill_null(""))
    wordings = inherited.distinct()
    padded = ibis.literal(" ") + wordings["_inherited"] + " "
    speakers = wordings.select(
        "_inherited",
        **{f"is_inherited_{name}": padded.contains(f" {name} ") for name in names},
    )
    return statements.join(
        speakers, statements.inherited_fields.fill_null("") == speakers["_inherited"]
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
    inherited = statements[f"is_inherited_{_FIELDS[name]}"]
    spoken: BooleanColumn = inherited if of_process else ~inherited
    rank: IntegerColumn = statements.release_rank
    return statements[name].argmax(rank, where=given & spoken)


def _settled(joined: Table, name: str) -> Value:
    own, of_process = joined[f"award_{name}"], joined[f"process_{name}"]
    if name in _NOT_FROM_PROCESS:
        return (joined.award_key == "").ifelse(of_process, own)
    settled = ibis.coalesce(own, of_process)
    # Where nobody speaks of an end, nobody says that there is none.
    return settled.fill_null(False) if name == "is_open_ended" else settled
