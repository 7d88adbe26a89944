"""Who supplies: every published spelling settled once, joined, and put on the rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import ibis
from ibis import Table

from folkmoot.core.judgements import Judgement
from folkmoot.registers.linking.published import resolved_suppliers
from folkmoot.registers.review_tables import FACT_JUDGEMENTS, FACT_SUPPLIER_LINKS
from folkmoot.registers.reviewing.queue import question_table
from folkmoot.registers.staging import Staging
from folkmoot.registers.suppliers.join_rows import joined_suppliers
from folkmoot.registers.suppliers.joins import joined_names
from folkmoot.registers.suppliers.verdicts import supplier_verdicts
from folkmoot.registers.tables import FACT_PAYMENTS, FACT_SUPPLIER_NAMES


def resolve_suppliers(
    stage: Staging,
    *,
    secret: bytes,
    judgements: Sequence[Judgement],
    heads_before: Collection[str],
) -> None:
    """Who supplies: every distinct spelling settled once, then joined where likely."""
    spelt = stage.arrow(_spellings(stage))
    exact = resolved_suppliers(spelt, secret=secret)
    found = joined_names(exact, spelt, judgements=judgements, heads_before=heads_before)
    resolved = joined_suppliers(exact, found, judgements)
    stage.load("suppliers", resolved.suppliers)
    stage.writer.append(FACT_SUPPLIER_NAMES, resolved.names)
    stage.writer.append_rows(FACT_SUPPLIER_LINKS, resolved.links)
    stage.writer.append_rows(FACT_JUDGEMENTS, supplier_verdicts(found, judgements))
    stage.load("supplier_questions", question_table(resolved.questions))
    names = resolved.names.select(
        ["published_name", "scheme", "identifier", "supplier_id"]
    )
    stage.load("spelt", names)
    s = stage["spelt"]
    stage.keep(
        "spellings",
        s.mutate(scheme=s.scheme.fill_null(""), identifier=s.identifier.fill_null("")),
    )
    supplied = stage["supplied"]
    told = supplied.mutate(
        scheme=supplied.scheme.fill_null(""),
        identifier=supplied.identifier.fill_null(""),
    ).join(stage["spellings"], ["published_name", "scheme", "identifier"])
    stage.keep("supplied_by", told.select("contract_row_id", "supplier_id").distinct())
    _write_payments(stage)


def _spellings(stage: Staging) -> Table:
    """Each name with its number, postcode and category: how often, since when, and where."""
    columns = ("published_name", "scheme", "identifier", "postcode", "category")
    bought = stage["bought"]
    dated = bought.select(
        "contract_row_id",
        day=ibis.coalesce(bought.published_date, bought.awarded_date),
    )
    listed = stage["supplied"].join(dated, "contract_row_id")
    contract_names = listed.select(
        "published_name", "scheme", "identifier", "postcode",
        category=ibis.literal(""), day=listed.day, is_contract=ibis.literal(True),
    )  # fmt: skip
    p = stage["payments"]
    paid_names = p.select(
        published_name=p.supplier_name,
        scheme=p.supplier_scheme,
        identifier=p.supplier_identifier,
        postcode=p.supplier_postcode,
        category=p.category_text,
        day=p.payment_date,
        is_contract=ibis.literal(False),
    )
    both = ibis.union(contract_names, paid_names)
    both = both.filter(both.published_name.notnull()).mutate(
        **{name: both[name].fill_null("") for name in columns[1:]}
    )
    counted = both.group_by(columns).agg(
        row_count=both.count(),
        first_date=both.day.min(),
        is_contract=both.is_contract.any(),
    )
    return counted.order_by(columns)


def _write_payments(stage: Staging) -> None:
    p = stage["payments_by"]
    spelt = stage["spellings"]
    joined = p.left_join(
        spelt,
        [
            p.supplier_name == spelt.published_name,
            p.supplier_scheme.fill_null("") == spelt.scheme,
            p.supplier_identifier.fill_null("") == spelt.identifier,
        ],
    )
    stage.writer.append(
        FACT_PAYMENTS,
        joined.select(
            *[p[name] for name in FACT_PAYMENTS.column_names if name != "supplier_id"],
            supplier_id=spelt.supplier_id,
        ),
    )
