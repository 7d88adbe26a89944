"""From cleaned rows to facts: the one call that fills every table of the registers.

Read `resolve` from top to bottom: who buys, who supplies, which rows speak of one
contract, what it is for and when it ends. Python settles each distinct name, title or
category once; everything else is joined and grouped by the expressions of `steps`,
`contracts` and `needs.by_supplier`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.core.judgements import Judgement
from folkmoot.core.store import Reader, Writer
from folkmoot.registers import steps
from folkmoot.registers.contracts import grouping
from folkmoot.registers.contracts import merging as bringing
from folkmoot.registers.contracts.joins import (
    JOINING_KEYS,
    SaidOfContracts,
    parts_of_groups,
    said_of_contracts,
)
from folkmoot.registers.contracts.joint_councils import joint_councils
from folkmoot.registers.councils.buyers import (
    named_councils,
    settle_names,
    settle_sources,
)
from folkmoot.registers.councils.facts import Council, check_members, known_councils
from folkmoot.registers.councils.file_buyers import buyers_of_files
from folkmoot.registers.councils.gaps import (
    note_files_without_council,
    note_rows_without_buyer,
)
from folkmoot.registers.councils.names import CouncilNames
from folkmoot.registers.ends.latest import ended_contracts
from folkmoot.registers.fact_rows import (
    write_councils,
    write_needs,
    write_suppliers,
)
from folkmoot.registers.needs.judged import (
    judged_needs,
    need_judgements,
    need_verdicts,
    said_needs,
)
from folkmoot.registers.persons.private_words import Hiding, private_words
from folkmoot.registers.publication.quality import write_publication_quality
from folkmoot.registers.review_tables import FACT_JUDGEMENTS
from folkmoot.registers.reviewing.queue import (
    joined_before,
    write_entries,
    write_reviews,
)
from folkmoot.registers.staging import Staging
from folkmoot.registers.subjects import read_subjects
from folkmoot.registers.supplier_needs import needed_contracts
from folkmoot.registers.supplier_resolving import resolve_suppliers
from folkmoot.registers.tables import (
    FACT_CONTRACT_EVIDENCE,
    FACT_CONTRACT_OPTIONS,
    FACT_CONTRACT_SUPPLIERS,
    FACT_CONTRACTS,
    FACT_COUNCIL_NAMES,
    FACT_JOINT_COUNCILS,
)
from folkmoot.sources.ocds.compile import (
    compiled_contracts,
    compiled_statements,
    compiled_suppliers,
    placed_statements,
)
from folkmoot.sources.tables import (
    CLEAN_CONTRACT_BUYERS,
    CLEAN_CONTRACT_SUPPLIERS,
    CLEAN_CONTRACTS,
    CLEAN_PAYMENTS,
    SOURCE_FILES,
)


def resolve(
    writer: Writer,
    *,
    members: Sequence[str],
    extra_councils: Sequence[Mapping[str, Any]],
    as_of: date,
    secret: bytes,
    judgements: Sequence[Judgement] = (),
    previous: Reader | None = None,
) -> None:
    """Fill `fact.*` from `clean.*` and `source.files`.

    `members` are the GSS codes of the group, `extra_councils` the councils that the
    workspace adds. What was published, awarded or paid after `as_of` is left out as if
    it had not been read. `secret` keys the ids of individuals. `judgements` are those of
    people that stand, and are followed; `previous` reads the last build, whose joined
    suppliers keep their ids. Raises `ConfigError` for a member that no table knows.
    """
    councils = known_councils(extra_councils)
    check_members(members, councils)
    with Staging(writer) as stage:
        _stage_visible(stage, as_of=as_of)
        _resolve_buyers(stage, councils)
        resolve_suppliers(
            stage,
            secret=secret,
            judgements=judgements,
            heads_before=joined_before(previous),
        )
        said = said_of_contracts(judgements)
        _assemble(stage, said)
        hiding = Hiding(stage)
        private_words(stage, hiding)
        read_subjects(stage, hiding)
        needed_contracts(stage)
        _follow_needs(stage, judgements)
        ended_contracts(stage)
        _write_contracts(stage, members)
        write_needs(stage)
        write_councils(stage, councils, members)
        write_suppliers(stage)
        write_entries(stage, said)
        write_reviews(stage)
        write_publication_quality(stage)


def _stage_visible(stage: Staging, *, as_of: date) -> None:
    """What could be known on the day: statements compiled, payments cut."""
    writer = stage.writer
    contracts = steps.with_links(writer.table(CLEAN_CONTRACTS))
    listed = steps.with_links(writer.table(CLEAN_CONTRACT_SUPPLIERS))
    stage.define("buyers", steps.with_links(writer.table(CLEAN_CONTRACT_BUYERS)))
    visible = steps.visible_contracts(contracts, as_of=as_of)
    visible = stage.keep("visible", steps.with_text_apart(visible))
    placed = stage.keep("placed", placed_statements(visible))
    compiled = compiled_contracts(visible, placed)
    stage.keep("bought", steps.named_buyers(compiled, stage["buyers"]))
    stage.keep("told", compiled_statements(placed))
    stage.keep("compiled_suppliers", compiled_suppliers(listed, placed))
    stage.keep(
        "supplied",
        steps.statement_suppliers(stage["bought"], stage["compiled_suppliers"]),
    )
    payments = writer.table(CLEAN_PAYMENTS)
    stage.define("payments", steps.visible_payments(payments, as_of=as_of))


def _resolve_buyers(stage: Staging, councils: Mapping[str, Council]) -> None:
    """Which council each written name, and each file without one, stands for."""
    names = CouncilNames(councils)
    paid = stage["payments"].mutate(buyer_scheme=ibis.null(str))
    spoken = ("source_id", "buyer_name", "buyer_scheme", "buyer_identifier")
    both = ibis.union(stage["bought"].select(*spoken), paid.select(*spoken))
    counted = stage.keep("spoken", both.group_by(spoken).agg(row_count=both.count()))
    written = stage.rows(counted)
    files = stage.rows(
        stage.writer.table(SOURCE_FILES).select("source_id", "file", "declared_council")
    )
    settled = settle_names(names, written)
    stage.load("named", named_councils(settled))
    buyers = stage.rows(buyers_of_files(counted, stage["named"]))
    told = {row["of_source"]: row for row in buyers}
    hinted = settle_sources(names, files, told)
    stage.load("hinted", hinted.table(councils))
    stage.writer.append_rows(FACT_COUNCIL_NAMES, [*settled.facts(), *hinted.facts()])
    stage.load("joint", settled.joint())
    named, hinted_by = stage["named"], stage["hinted"]
    stage.keep("bought_by", steps.with_council(stage["bought"], named, hinted_by))
    stage.define("payments_by", steps.with_council(paid, named, hinted_by))
    note_files_without_council(stage, other_bodies=settled.other_bodies())
    note_rows_without_buyer(stage, told, hinted)


def _assemble(stage: Staging, said: SaidOfContracts) -> None:
    """Statements brought together to contracts, each with its id."""
    told, supplied = stage["told"], stage["supplied_by"]
    counts = told.group_by("contract_row_id").agg(
        statement_count=told.statement_row_id.nunique()
    )
    sets = supplied.group_by(of_row=supplied.contract_row_id).agg(
        supplier_set=supplied.supplier_id.collect(distinct=True).sort().join(" ")
    )
    bought = stage["bought_by"].left_join(counts, "contract_row_id")
    bought = bought.select(
        *[bought[c] for c in stage["bought_by"].columns],
        statement_count=bought.statement_count.fill_null(1),
    )
    stage.keep("units", grouping.statement_units(bought, sets))
    same = stage.load("said_same", said.same)
    grouped = stage.keep("joined", grouping.grouped_statements(stage["units"], same))
    parts = _parts(stage, grouped, said)
    if parts.num_rows:
        grouped = grouping.parted_statements(grouped, stage.load("parts", parts))
    stage.define("grouped", grouped)
    ordered = bringing.ordered_statements(stage["grouped"])
    stage.keep("merged", bringing.merged_contracts(ordered))
    stage.keep("contracts", bringing.identified_contracts(stage["merged"]))
    stage.define(
        "worded",
        steps.with_text(stage["contracts"], stage.writer.table(CLEAN_CONTRACTS)),
    )
    rows = stage["grouped"].select("contract_row_id", "group_id")
    stage.keep(
        "contract_suppliers",
        rows.join(supplied, "contract_row_id")
        .select("group_id", "supplier_id")
        .distinct(),
    )


def _parts(stage: Staging, grouped: Table, said: SaidOfContracts) -> pa.Table:
    """Where units go whose group holds two that people keep apart; none as a rule."""
    ids = sorted({own_id for pair in said.apart for own_id in pair})
    if not ids:
        return parts_of_groups([], [])
    touched = grouped.filter(grouped.statement_id.isin(ids)).select("group_id")
    names = ("unit_id", "statement_id", "group_id", *JOINING_KEYS)
    units = grouped.semi_join(touched, "group_id").select(*names).distinct()
    return parts_of_groups(stage.rows(units), said.apart)


def _follow_needs(stage: Staging, judgements: Sequence[Judgement]) -> None:
    """What people said contracts are for, in the place of what was read."""
    if not need_judgements(judgements):
        return
    read, contracts = stage["needed"], stage["contracts"]
    ids = [judgement.subject for judgement in need_judgements(judgements)]
    known = contracts.filter(contracts.contract_id.isin(ids))
    own = known.select("group_id", "contract_id").join(read, "group_id")
    by_contract = {
        row["contract_id"]: row
        for row in stage.rows(own.select("contract_id", "need_id", "need_method"))
    }
    verdicts = need_verdicts(judgements, by_contract)
    stage.writer.append_rows(FACT_JUDGEMENTS, verdicts)
    said = stage.load("said_needs", said_needs(judgements))
    stage.define("needed", judged_needs(read, contracts, said))


def _write_contracts(stage: Staging, members: Sequence[str]) -> None:
    writer = stage.writer
    c = steps.with_text(stage["ended"], writer.table(CLEAN_CONTRACTS))
    private = stage["private"]
    clean = c.left_join(private, c.contract_id == private.of_contract)
    codes = c.cpv_codes.fill_null("").split(" ").filter(lambda code: code != "")
    writer.append(
        FACT_CONTRACTS,
        clean.select(
            *[
                c[name]
                for name in FACT_CONTRACTS.column_names
                if name in c.columns
                and name not in {"title", "description", "cpv_codes"}
            ],
            title=ibis.coalesce(private.safe_title, c.title),
            description=ibis.coalesce(private.safe_description, c.description),
            is_member=c.council_id.isin(list(members)).fill_null(False),
            cpv_codes=codes,
        ),
    )
    writer.append(
        FACT_JOINT_COUNCILS,
        joint_councils(writer.table(FACT_CONTRACTS), stage["joint"]),
    )
    ids = c.select("group_id", "contract_id")
    said = stage["options"].join(ids, "group_id")
    writer.append(
        FACT_CONTRACT_OPTIONS, said.select(*FACT_CONTRACT_OPTIONS.column_names)
    )
    writer.append(
        FACT_CONTRACT_SUPPLIERS,
        stage["contract_suppliers"]
        .join(ids, "group_id")
        .select("contract_id", "supplier_id"),
    )
    v = stage["visible"].select(
        "source_id", "table_name", "row_number", "pointer", "item_number",
        "published_date", "bundle_id", "release_link",
        statement_row_id="contract_row_id",
    )  # fmt: skip
    own = (
        stage["told"]
        .join(v, "statement_row_id")
        .join(stage["grouped"].select("contract_row_id", "group_id"), "contract_row_id")
        .join(ids, "group_id")
    )
    writer.append(
        FACT_CONTRACT_EVIDENCE,
        bringing.contract_evidence(own, stage["supplied"], stage["buyers"]),
    )
