"""One contract from every statement about it: for each field the latest that was published.

A value is taken once a contract, together with its basis, from the same statement.
"""

from __future__ import annotations

import ibis
from ibis import Column, Table
from ibis import _ as this

STAGES = ("planned", "tender", "award", "contract")
_LATEST = (
    "council_id", "buyer_name", "sub_unit", "title", "description", "kind", "status",
    "procedure_text", "ceiling_gbp", "start_date", "end_date", "latest_end_date",
    "extension_text", "term_months", "awarded_date", "category_text", "cpv_codes",
)  # fmt: skip
ID_LENGTH = 16
"""Hex digits of a contract id: 64 bits, so that 100,000 contracts do not collide."""


def ordered_statements(statements: Table) -> Table:
    """Statements with `place`, their order within the contract: the latest has the highest.

    By publication, then award, then how far the process had come; then by file and row,
    so that the order of input never matters.
    """
    stage_rank = ibis.cases(
        *[(statements.stage == stage, rank) for rank, stage in enumerate(STAGES, 1)],
        else_=0,
    )
    statements = statements.mutate(
        stage_rank=stage_rank,
        dated=ibis.coalesce(
            statements.published_date,
            statements.awarded_date,
            ibis.literal("0001-01-01").cast("date"),
        ),
    )
    order = ibis.window(
        group_by="group_id",
        order_by=[
            this.dated,
            this.stage_rank,
            this.source_id,
            this.table_name,
            this.row_number,
            this.item_number,
        ],
    )
    return statements.mutate(place=ibis.row_number().over(order))


def merged_contracts(statements: Table) -> Table:
    """One row a contract, without its id, its need and its estimated end."""
    s = statements
    latest = {name: _latest(s[name], s.place) for name in _LATEST}
    has_value = s.value_gbp.notnull()
    merged = s.group_by("group_id").agg(
        **latest,
        value_gbp=s.value_gbp.argmax(s.place, where=has_value),
        value_basis=s.value_basis.argmax(s.place, where=has_value),
        first_said_end=s.end_date.argmin(s.place, where=s.end_date.notnull()),
        is_open_ended=s.is_open_ended.fill_null(False).argmax(s.place),
        furthest=s.stage_rank.max(),
        published_date=s.published_date.max(),
        first_dated=s.dated.min(),
        statement_count=s.statement_count.sum(),
        contract_references=_each(s.reference),
        process_ids=_each(s.process_id),
        notice_ids=_each(s.notice_id),
        process_key=s.process_key.min(where=s.process_key != ""),
        award_key=s.award_key.min(where=s.award_key != ""),
        reference_key=s.reference_key.min(where=s.reference_key != ""),
        title_key=s.title_key.max(),
        suppliers=s.supplier_set.max(),
        first_statement=s.contract_row_id.min(),
    )
    moved = (merged.end_date > merged.first_said_end).fill_null(False)
    return merged.mutate(
        earlier_end_date=moved.ifelse(merged.first_said_end, ibis.null("date")),
        stage=ibis.cases(
            *[(merged.furthest == rank, name) for rank, name in enumerate(STAGES, 1)],
            else_=ibis.null(str),
        ),
        references=merged.contract_references.concat(merged.process_ids).concat(
            merged.notice_ids
        ),
    ).drop("first_said_end")


def identified_contracts(merged: Table) -> Table:
    """Contracts with an id that stays while their council and process or reference stay.

    The first of several contracts under one reference keeps the plain id, so that a
    later one does not rename it; the others add what tells them apart.
    """
    council = merged.council_id.fill_null("").concat("|")
    has_award_name = merged.process_ids.length() == 0
    base = ibis.cases(
        (
            merged.process_key.notnull() & has_award_name & merged.award_key.notnull(),
            council + "award|" + merged.award_key.fill_null(""),
        ),
        (
            merged.process_key.notnull(),
            council + "process|" + merged.process_key.fill_null(""),
        ),
        (
            merged.reference_key.notnull(),
            council + "reference|" + merged.reference_key.fill_null(""),
        ),
        else_=council + "title|" + merged.title_key.fill_null(""),
    )
    telling = (
        merged.award_key.fill_null("")
        + "|" + merged.title_key.fill_null("")
        + "|" + merged.suppliers.fill_null("")
        + "|" + _text(merged.start_date)
        + "|" + _text(merged.end_date)
    )  # fmt: skip
    m = merged.mutate(base=base, telling=telling)
    m = m.mutate(
        nth=ibis.row_number().over(
            group_by="base",
            order_by=[this.first_dated, this.telling, this.first_statement],
        )
    )
    m = m.mutate(named=(m.nth == 0).ifelse(m.base, m.base + "|" + m.telling))
    m = m.mutate(
        same=ibis.row_number().over(
            group_by="named", order_by=[this.first_dated, this.first_statement]
        )
    )
    full = (m.same == 0).ifelse(m.named, m.named + "|" + m.same.cast("string"))
    return m.mutate(contract_id=full.hexdigest("sha256").substr(0, ID_LENGTH)).drop(
        "base", "telling", "nth", "named", "same"
    )


def contract_evidence(own: Table, suppliers: Table, buyers: Table) -> Table:
    """Every place that speaks of each contract: its rows, its suppliers' and its buyer's.

    `own` has one row for each statement of a contract; `suppliers` and `buyers` are the
    rows of a bundle's other tables, which count where they lie in another table.
    """
    places = ("contract_id", "source_id", "table_name", "row_number", "pointer")
    said = own.select(
        *places, "item_number", "published_date", role=ibis.literal("contract")
    )
    ids = own.select(
        "contract_id", "contract_row_id", "published_date",
        own_source="source_id", own_table="table_name",
    ).distinct()  # fmt: skip
    told = suppliers.join(ids, "contract_row_id")
    told = told.filter(
        (told.source_id != told.own_source) | (told.table_name != told.own_table)
    ).select(*places, "item_number", "published_date", role=ibis.literal("supplier"))
    linked = own.filter(own.release_link.notnull()).select(
        "contract_id", "published_date", "bundle_id", "release_link"
    )
    bought = (
        buyers.filter(buyers.release_link.notnull())
        .join(linked.distinct(), ["bundle_id", "release_link"])
        .select(
            *places,
            "published_date",
            item_number=ibis.literal(0).cast("int64"),
            role=ibis.literal("buyer"),
        )
    )
    names = (*places, "item_number", "role", "published_date")
    return ibis.union(
        said.select(*names), told.select(*names), bought.select(*names), distinct=True
    )


def _each(column: Column) -> Column:
    """The values that are not empty, each once; an empty list where there are none."""
    found = column.collect(distinct=True, where=column.notnull()).sort()
    return ibis.coalesce(found, ibis.literal([], type="array<string>"))


def _latest(column: Column, place: Column) -> Column:
    """The last value that is not empty."""
    return column.argmax(place, where=column.notnull())


def _text(value: Column) -> Column:
    return value.cast("string").fill_null("")
