"""The issues that cleaning finds, one select a rule, put together as one table."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringValue

from folkmoot.sources.rules import messages, severities
from folkmoot.sources.steps import DATES, MONEYS, PLACE, WORDS

MOST_CHARACTERS = 200
"""Longer values are cut: the row itself is one click away."""

_WORDS = "[A-Za-z]{3,}[^0-9]* [^0-9]*[A-Za-z]|^[^0-9]+$"
"""Several words, or no digit at all: a name and no number."""

SMALLEST_VALUE = 1
LARGEST_VALUE = 1_000_000_000
"""Of council awards at a pound or less, and above a billion, few are meant as written."""


def refusals(read: Table) -> Table:
    """One issue for each refused row, with its first text as value."""
    return _told(_only_found(_refusals(read)))


def _refusals(read: Table) -> Table:
    refused = (read.outcome == "refused") & read.pointer.notnull()
    field, value = ibis.literal(""), read.first_text
    if "payment_date_text" in read.columns:
        is_amount = read.outcome_kind.startswith("amount")
        field = ibis.ifelse(is_amount, "amount_text", field)
        value = ibis.ifelse(is_amount, read.amount_text, value)
    return _found(read, refused, field=field, value=value, rule=read.outcome_kind)


def rows_to_look_at(
    payments: Table, clean: Table, dates: Table, identifiers: Table
) -> Table:
    """The aligned rows of spend tables among which all `odd_payments` are, and few others.

    Told from what was kept (`clean`) and what a few columns hold: to work out every row a
    second time would cost as much as the first.
    """
    place = ["source_id", "table_name", "row_number"]
    doubted = clean.amount_gbp.abs() > LARGEST_VALUE
    plain = clean.mutate(is_doubted=doubted).select(*place, "is_doubted")
    plain = plain.filter(~plain.is_doubted).select(*place, is_plain=ibis.literal(True))
    days = dates.filter(dates.problem != "").select(
        _day=dates.text, is_odd_day=ibis.literal(True)
    )
    names = identifiers.filter(identifiers.problem != "").select(
        _name=identifiers.text, is_odd_name=ibis.literal(True)
    )
    marked = (
        payments.left_join(plain, place)
        .left_join(days.distinct(), payments.payment_date_text == days._day)
        .left_join(names.distinct(), payments.supplier_identifier == names._name)
    )
    is_odd = marked.is_plain.isnull() | marked.is_odd_day | marked.is_odd_name
    cut = marked.select(
        *[marked[name] for name in payments.columns],
        is_odd=is_odd.fill_null(False),
    )
    return cut.filter(cut.is_odd).drop("is_odd")


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
            _refusals(read),
            _problem(read, "payment_date_text", "payment_date_problem"),
            _looks_wrong(read, "amount_text", read.amount_amount.abs() > LARGEST_VALUE),
        ]
    )


def contract_problems(read: Table) -> Table:
    """Issues of contracts tables: refused rows, lost cells, and what asks for a look."""
    found = [_refusals(read)]
    found += [
        _problem(read, f"{field}_text", f"{field}_date_problem") for field in DATES
    ]
    found += [_problem(read, f"{field}_text", f"{field}_problem") for field in WORDS]
    for field, column in MONEYS.items():
        amount = read[f"{field}_amount"]
        odd = (amount != 0) & ((amount <= SMALLEST_VALUE) | (amount > LARGEST_VALUE))
        found += [
            _problem(read, column, f"{field}_problem"),
            _looks_wrong(read, column, odd),
        ]
    found.append(
        _found(
            read,
            _is_kept(read) & (read.end_date < read.start_date),
            field=ibis.literal("end_text"),
            value=read.end_text,
            rule=ibis.literal("end_before_start"),
        )
    )
    return _together(found)


def _problem(read: Table, column: str, rule: str, *, value: str = "") -> Table:
    """Each kept row whose cell broke a rule; `rule` names the column of it."""
    return _found(
        read,
        _is_kept(read) & read[rule].notnull(),
        field=ibis.literal(column),
        value=read[value or column],
        rule=read[rule],
    )


def identifier_problems(read: Table) -> Table:
    """One issue for each kept row whose supplier's identifier has no known form.

    Some buyers write a name there, which may be a person's: words are not repeated.
    """
    if "outcome" not in read.columns:
        read = read.mutate(outcome=ibis.literal("kept"))
    words = read.identifier_text.re_search(_WORDS)
    shown = read.mutate(identifier_text=ibis.ifelse(words, "", read.identifier_text))
    found = _problem(
        shown, "supplier_identifier", "identifier_problem", value="identifier_text"
    )
    return _told(_only_found(found))


def _looks_wrong(read: Table, column: str, condition: BooleanValue) -> Table:
    """Kept rows whose figure is kept and doubted."""
    return _found(
        read,
        _is_kept(read) & condition,
        field=ibis.literal(column),
        value=read[column],
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
    return _told(told)


def _is_kept(read: Table) -> BooleanValue:
    return read.outcome == "kept"


def _found(
    rows: Table,
    where: BooleanValue,
    *,
    field: StringValue,
    value: StringValue,
    rule: StringValue,
) -> Table:
    """What may be told of each row; `_only_found` takes those of which it is to be."""
    # Cut to these columns first: a filter would name all hundred of them.
    return rows.select(*PLACE, field=field, value=value, rule=rule, is_found=where)


def _only_found(asked: Table) -> Table:
    found = asked.filter(asked.is_found)
    value = found.value.fill_null("").left(MOST_CHARACTERS)
    return found.select(*PLACE, "field", "rule", value=value)


def _told(found: Table) -> Table:
    return found.mutate(severity=severities(found.rule), message=messages(found.rule))


def _together(found: Sequence[Table]) -> Table:
    # Awards of one release repeat what the release says: one cell is one issue.
    return _told(_only_found(ibis.union(*found)).distinct())


def unnamed_suppliers(read: Table, names: Table) -> Table:
    """Kept rows whose supplier cell says something, and names nobody."""
    says = _is_kept(read) & (read.supplier_name.strip() != "")
    cells = read.select(*PLACE, "supplier_name", says=says)
    unnamed = cells.filter(cells.says).anti_join(
        names, cells.supplier_name == names.text
    )
    found = _found(
        unnamed,
        unnamed.says,
        field=ibis.literal("supplier_name"),
        value=unnamed.supplier_name,
        rule=ibis.literal("no_supplier_named"),
    )
    return _told(_only_found(found).distinct())
