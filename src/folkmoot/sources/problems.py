"""The issues that cleaning finds, one select a rule, put together as one table."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringValue

from folkmoot.sources.rules import messages, severities
from folkmoot.sources.steps import DATES, MONEYS, PLACE

MOST_CHARACTERS = 200
"""Longer values are cut: the row itself is one click away."""

_WORDS = "[A-Za-z]{3,}[^0-9]* [^0-9]*[A-Za-z]|^[^0-9]+$"
"""Several words, or no digit at all: a name and no number."""

SMALLEST_VALUE = 1
LARGEST_VALUE = 1_000_000_000
"""Of council awards at a pound or less, and above a billion, few are meant as written."""


def refusals(read: Table) -> Table:
    """One issue for each refused row, with its first text as value."""
    refused = read.filter((read.outcome == "refused") & read.pointer.notnull())
    if "payment_date_text" in read.columns:
        is_amount = refused.outcome_kind.startswith("amount")
        field = ibis.ifelse(is_amount, "amount_text", "")
        value = ibis.ifelse(is_amount, refused.amount_text, refused.first_text)
        return _issues(refused, field=field, value=value, rule=refused.outcome_kind)
    return _issues(
        refused,
        field=ibis.literal(""),
        value=refused.first_text,
        rule=refused.outcome_kind,
    )


def odd_payments(read: Table) -> Table:
    """Rows of spend tables that are no payment, or of which something asks for a look."""
    return read.filter(
        (read.outcome != "kept")
        | read.payment_date_problem.notnull()
        | read.identifier_problem.notnull()
        | (read.amount_amount.abs() > LARGEST_VALUE)
    )


def payment_problems(read: Table) -> Table:
    """Issues of spend tables: refused rows, and dates and identifiers that were lost."""
    return _together(
        [
            refusals(read),
            problem(read, "payment_date_text", "payment_date_problem"),
            looks_wrong(read, "amount_text", read.amount_amount.abs() > LARGEST_VALUE),
        ]
    )


def contract_problems(read: Table) -> Table:
    """Issues of contracts tables: refused rows, lost cells, and what asks for a look."""
    found = [refusals(read)]
    found += [
        problem(read, f"{field}_text", f"{field}_date_problem") for field in DATES
    ]
    for field, column in MONEYS.items():
        amount = read[f"{field}_amount"]
        odd = (amount != 0) & ((amount <= SMALLEST_VALUE) | (amount > LARGEST_VALUE))
        found += [
            problem(read, column, f"{field}_problem"),
            looks_wrong(read, column, odd),
        ]
    backwards = _kept(read).filter(lambda t: t.end_date < t.start_date)
    found.append(
        _issues(
            backwards,
            field=ibis.literal("end_text"),
            value=backwards.end_text,
            rule=ibis.literal("end_before_start"),
        )
    )
    return _together(found)


def problem(read: Table, column: str, rule: str, *, value: str = "") -> Table:
    """One issue for each kept row whose cell broke a rule; `rule` names its column."""
    found = _kept(read).filter(lambda t: t[rule].notnull())
    return _issues(
        found,
        field=ibis.literal(column),
        value=found[value or column],
        rule=found[rule],
    )


def identifier_problems(read: Table) -> Table:
    """One issue for each kept row whose supplier's identifier has no known form.

    Some buyers write a name there, which may be a person's: words are not repeated.
    """
    if "outcome" not in read.columns:
        read = read.mutate(outcome=ibis.literal("kept"))
    words = read.identifier_text.re_search(_WORDS)
    shown = read.mutate(identifier_text=ibis.ifelse(words, "", read.identifier_text))
    return problem(
        shown, "supplier_identifier", "identifier_problem", value="identifier_text"
    )


def looks_wrong(read: Table, column: str, condition: BooleanValue) -> Table:
    """Kept rows whose figure is kept and doubted."""
    found = read.filter(condition & (read.outcome == "kept"))
    return _issues(
        found,
        field=ibis.literal(column),
        value=found[column],
        rule=ibis.literal("value_looks_wrong"),
    )


def order_problems(orders: Table) -> Table:
    """One note for each column whose order of day and month is not proved."""
    found = orders.filter(orders.problem.notnull())
    return _of_tables(found, field=found.field, rule=found.problem)


def tables_not_understood(tables: Table) -> Table:
    """One issue for each table none of whose columns could be given a meaning."""
    rule = ibis.literal("table_not_understood")
    return _of_tables(tables, field=ibis.literal(""), rule=rule)


def _of_tables(tables: Table, *, field: StringValue, rule: StringValue) -> Table:
    told = tables.select(
        "source_id",
        "table_name",
        row_number=ibis.literal(0, "int64"),
        pointer=ibis.literal(""),
        field=field,
        value=ibis.literal(""),
        rule=rule,
    )
    return told.mutate(severity=severities(told.rule), message=messages(told.rule))


def _kept(read: Table) -> Table:
    return read.filter(read.outcome == "kept")


def _issues(
    rows: Table, *, field: StringValue, value: StringValue, rule: StringValue
) -> Table:
    told = rows.select(
        *PLACE,
        field=field,
        value=value.fill_null("").left(MOST_CHARACTERS),
        rule=rule,
    )
    return told.mutate(severity=severities(told.rule), message=messages(told.rule))


def _together(found: Sequence[Table]) -> Table:
    # Awards of one release repeat what the release says: one cell is one issue.
    return ibis.union(*found).distinct()


def unnamed_suppliers(read: Table, names: Table) -> Table:
    """Kept rows whose supplier cell says something, and names nobody."""
    kept = _kept(read).filter(lambda t: t.supplier_name.strip() != "")
    found = kept.anti_join(names, kept.supplier_name == names.text)
    return _issues(
        found,
        field=ibis.literal("supplier_name"),
        value=found.supplier_name,
        rule=ibis.literal("no_supplier_named"),
    ).distinct()
