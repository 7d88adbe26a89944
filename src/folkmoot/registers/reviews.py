"""The questions of a build for people: what they touch, and so which come first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.core.questions import question
from folkmoot.core.store import Reader
from folkmoot.registers.review_tables import FACT_REVIEWS, FACT_SUPPLIER_LINKS
from folkmoot.registers.staging import Staging
from folkmoot.registers.tables import (
    FACT_CONTRACT_SUPPLIERS,
    FACT_CONTRACTS,
    FACT_PAYMENTS,
)

_QUESTION = pa.schema(
    [
        ("topic", pa.string()),
        ("subject", pa.string()),
        ("one_id", pa.string()),
        ("other_id", pa.string()),
        ("one_supplier", pa.string()),
        ("other_supplier", pa.string()),
        ("one_label", pa.string()),
        ("other_label", pa.string()),
        ("score", pa.float64()),
        ("reason", pa.string()),
    ]
)
_HERE = "folkmoot.registers"


def joined_before(previous: Reader | None) -> frozenset[str]:
    """Ids of the suppliers that the last build joined; none of an older kind of build."""
    spec = FACT_SUPPLIER_LINKS
    if previous is None:
        return frozenset()
    if not previous.rows(question(_HERE, "has_table"), [spec.stage, spec.name]):
        return frozenset()
    rows = previous.rows(question(_HERE, "joined_before"))
    return frozenset(row["supplier_id"] for row in rows)


def question_table(questions: Sequence[dict[str, Any]]) -> pa.Table:
    """Questions about two suppliers as a table, before it is known what they touch."""
    return pa.Table.from_pylist(list(questions), schema=_QUESTION)


def write_reviews(stage: Staging) -> None:
    """Fill `fact.reviews`: each question with the contracts and sums that it touches."""
    writer = stage.writer
    touched = touched_by_supplier(
        writer.table(FACT_CONTRACTS),
        writer.table(FACT_CONTRACT_SUPPLIERS),
        writer.table(FACT_PAYMENTS),
    )
    asked = supplier_questions(stage["supplier_questions"], touched)
    writer.append(FACT_REVIEWS, asked)


def touched_by_supplier(contracts: Table, supplied: Table, payments: Table) -> Table:
    """Contracts of each supplier and their money: values published, and sums paid.

    A supplier's value counts whole for each supplier of a contract: it is there to say
    what matters most, and is no total.
    """
    values = supplied.join(contracts, "contract_id").select(
        "supplier_id", "contract_id", amount_gbp="value_gbp"
    )
    paid = payments.filter(payments.supplier_id.fill_null("") != "").select(
        "supplier_id", "amount_gbp", contract_id=ibis.null(str)
    )
    both = ibis.union(values, paid.select(*values.columns))
    return both.group_by("supplier_id").agg(
        contract_count=both.contract_id.nunique(),
        amount_gbp=both.amount_gbp.fill_null(0).sum(),
    )


def supplier_questions(questions: Table, touched: Table) -> Table:
    """Questions about two suppliers with what both together touch."""
    one = touched.rename(one_supplier="supplier_id")
    other = touched.select(
        other_supplier="supplier_id",
        other_count="contract_count",
        other_gbp="amount_gbp",
    )
    joined = questions.left_join(one, "one_supplier").left_join(other, "other_supplier")
    money = "decimal(18, 2)"
    return joined.select(
        *[name for name in FACT_REVIEWS.column_names if name in questions.columns],
        contract_count=joined.contract_count.fill_null(0)
        + joined.other_count.fill_null(0),
        amount_gbp=joined.amount_gbp.fill_null(0).cast(money)
        + joined.other_gbp.fill_null(0).cast(money),
    )
