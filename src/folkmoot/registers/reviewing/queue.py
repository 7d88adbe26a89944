"""The questions of a build for people: what they touch, and so which come first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa
from ibis import Column, Table

from folkmoot.core.judgements import pair_of
from folkmoot.core.questions import question
from folkmoot.core.store import Reader
from folkmoot.registers.contracts.joins import SaidOfContracts
from folkmoot.registers.contracts.verdicts import contract_verdicts
from folkmoot.registers.judging.questions import (
    CATEGORIES,
    CONTRACTS,
    NEED,
    NOT_SAME,
    SAME,
)
from folkmoot.registers.review_tables import (
    FACT_CONTRACT_STATEMENTS,
    FACT_JUDGEMENTS,
    FACT_REVIEWS,
    FACT_SUPPLIER_LINKS,
)
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
MOST_ASKED = 2_000
"""Questions of a topic that a build keeps; our own assumption."""
LEAST_AGREED = 2
LEAST_SHARE = 0.5
"""Two facts, and half of those that both publish; our own assumption."""
SHORTEST_KEY = 4
"""Letters and digits of a title or reference that tells something."""
MOST_SHARING = 12
"""Entries of one council that share a title or reference; more make it a common one."""
_LOT = r"(^|[^a-z])lots? *(?:no\.? *|number *)?0*([1-9][0-9]*)"
SURE_NEED = 0.6
"""Confidence from which nobody is asked what a contract is for; our own assumption."""

_OF_ENTRIES = (
    "statement_id", "unit_id", "council_id", "process_key", "reference_key",
    "title_key", "supplier_set", "start_date", "end_date", "value_gbp", "source_id",
    "table_name", "row_number",
)  # fmt: skip


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


def write_entries(stage: Staging, said: SaidOfContracts) -> None:
    """Fill `fact.contract_statements`, and say what became of judgements about them."""
    writer = stage.writer
    ids = stage["ended"].select("group_id", "contract_id")
    writer.append(FACT_CONTRACT_STATEMENTS, contract_entries(stage["grouped"], ids))
    if said.judgements:
        judged = sorted({own for j in said.judgements for own in pair_of(j.subject)})
        entries = writer.table(FACT_CONTRACT_STATEMENTS)
        about = stage.rows(entries.filter(entries.statement_id.isin(judged)))
        writer.append_rows(FACT_JUDGEMENTS, contract_verdicts(said, about))


def contract_entries(grouped: Table, ids: Table) -> Table:
    """One row for each entry of each contract."""
    rows = grouped.select(*_OF_ENTRIES, "group_id").join(ids, "group_id")
    return (
        rows.group_by("statement_id", "contract_id", "unit_id")
        .agg(
            council_id=rows.council_id.max(),
            process_key=rows.process_key.max(),
            reference_key=rows.reference_key.max(),
            title_key=rows.title_key.max(),
            suppliers=rows.supplier_set.max(),
            start_date=rows.start_date.max(),
            end_date=rows.end_date.max(),
            value_gbp=rows.value_gbp.max(),
            source_id=rows.source_id.min(),
            table_name=rows.table_name.min(),
            row_number=rows.row_number.min(),
        )
        .drop("unit_id")
    )


def write_reviews(stage: Staging) -> None:
    """Fill `fact.reviews`: each question with the contracts and sums that it touches.

    Of each topic the questions that touch most: nobody answers ten thousand, and those
    beyond touch little.
    """
    writer = stage.writer
    contracts = writer.table(FACT_CONTRACTS)
    supplied = writer.table(FACT_CONTRACT_SUPPLIERS)
    touched = touched_by_supplier(contracts, supplied, writer.table(FACT_PAYMENTS))
    entries = writer.table(FACT_CONTRACT_STATEMENTS)
    judged = writer.table(FACT_JUDGEMENTS)
    answered = judged.filter(judged.verdict.isin([SAME, NOT_SAME, NEED]))
    for asked in (
        supplier_questions(stage["supplier_questions"], touched),
        contract_questions(entries, contracts),
        need_questions(contracts),
    ):
        writer.append(
            FACT_REVIEWS,
            asked.anti_join(answered, ["topic", "subject"])
            .order_by([ibis.desc("amount_gbp"), ibis.desc("contract_count"), "subject"])
            .limit(MOST_ASKED),
        )


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


def contract_questions(entries: Table, contracts: Table) -> Table:
    """Entries of one council in two files that may be one contract and were not joined.

    They bear one title, or one reference, and at least one other fact beside it agrees.
    The score is the share of the facts that both publish in which they agree. Of two
    contracts the likeliest pair of entries is asked about; lots of other numbers are two
    contracts, whatever else they share.
    """
    titles = contracts.select("contract_id", "title")
    e = entries.join(titles, "contract_id").filter(ibis._.council_id.notnull())
    pairs = ibis.union(
        _pairs(e, "title_key"), _pairs(e, "reference_key"), distinct=True
    )
    facts = ("reference_key", "title_key", "suppliers", "start_date", "end_date")
    known, agreed = ibis.literal(0), ibis.literal(0)
    for name in (*facts, "value_gbp"):
        one, other = pairs[name].cast("string"), pairs[f"{name}_right"].cast("string")
        both = (one.fill_null("") != "") & (other.fill_null("") != "")
        known += both.cast("int64")
        agreed += (both & (one == other)).cast("int64")
    pairs = pairs.mutate(score=agreed / known, agreed=agreed)
    likely = pairs.filter((pairs.agreed >= LEAST_AGREED) & (pairs.score >= LEAST_SHARE))
    likely = _one_each(likely.filter(~_other_lots(likely)))
    return likely.select(
        topic=ibis.literal(CONTRACTS.name),
        subject=likely.statement_id + "|" + likely.statement_id_right,
        one_id=likely.contract_id,
        other_id=likely.contract_id_right,
        one_label=likely.title,
        other_label=likely.title_right,
        score=likely.score.round(2),
        reason=likely.agreed.cast("string")
        + " facts agree of those that both publish: reference, title, suppliers, "
        "start, end and value.",
        contract_count=ibis.literal(2).cast("int64"),
        amount_gbp=ibis.greatest(
            likely.value_gbp.fill_null(0), likely.value_gbp_right.fill_null(0)
        ),
    )


def _other_lots(pairs: Table) -> Column:
    """Whether the titles name lots, and not the same number of them."""
    one, other = _lot(pairs.title), _lot(pairs.title_right)
    return (one != "") & (other != "") & (one != other)


def _lot(title: Column) -> Column:
    """The number of the lot in a title without noughts before it; empty where none is."""
    return title.fill_null("").lower().re_extract(_LOT, 2)


def _one_each(pairs: Table) -> Table:
    """The likeliest pair of entries of each two contracts."""
    p = pairs.mutate(
        low=ibis.least(pairs.contract_id, pairs.contract_id_right),
        high=ibis.greatest(pairs.contract_id, pairs.contract_id_right),
    )
    best = ibis.window(
        group_by=["low", "high"],
        order_by=[
            ibis.desc("score"),
            ibis.desc("agreed"),
            "statement_id",
            "statement_id_right",
        ],
    )
    ranked = p.mutate(nth=ibis.row_number().over(best))
    return ranked.filter(ranked.nth == 0).drop("low", "high", "nth")


def _pairs(entries: Table, key: str) -> Table:
    """Entries of one council and key, of two contracts and two files; few share a key."""
    e = entries.filter(entries[key].fill_null("").length() >= SHORTEST_KEY)
    e = e.mutate(
        shared=e.statement_id.count().over(ibis.window(group_by=["council_id", key]))
    )
    e = e.filter(e.shared <= MOST_SHARING).drop("shared")
    other = e.view()
    joined = e.join(
        other,
        [
            e.council_id == other.council_id,
            e[key] == other[key],
            e.statement_id < other.statement_id,
            e.contract_id != other.contract_id,
            e.source_id != other.source_id,
        ],
    )
    return joined.select(
        *[e[name] for name in e.columns],
        **{f"{name}_right": other[name] for name in e.columns},
    )


def need_questions(contracts: Table) -> Table:
    """Contracts of which nobody knows what they are for, or not for sure."""
    c = contracts
    is_unsure = c.need_id.isnull() | (c.need_confidence.fill_null(0) < SURE_NEED)
    # Without a title a person knows no more than the program does.
    unsure = c.filter(is_unsure & c.council_id.notnull() & c.title.notnull())
    return unsure.select(
        topic=ibis.literal(CATEGORIES.name),
        subject=unsure.contract_id,
        one_id=unsure.contract_id,
        other_id=ibis.literal(""),
        one_label=unsure.title,
        other_label=ibis.coalesce(unsure.need_id, ibis.literal("")),
        score=unsure.need_confidence.fill_null(0),
        reason=ibis.coalesce(
            unsure.need_reason, ibis.literal("nothing says what it is for")
        ),
        contract_count=ibis.literal(1).cast("int64"),
        amount_gbp=ibis.coalesce(unsure.value_gbp, unsure.ceiling_gbp, 0).cast(
            "decimal(18, 2)"
        ),
    )
