"""Steps that read one column: what a text means is joined to the rows that hold it.

Readings of distinct texts come in as tables (`dates`, `moneys`, ...), so that a step is
nothing but joins and cases, equal on every engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringColumn

from folkmoot.sources.meanings.money import is_foreign, plain_pounds


def untidy(text: StringColumn) -> BooleanValue:
    """Whether a text has blanks to fold or entities to decode."""
    return (
        text.contains("&")
        | text.contains("  ")
        | text.startswith(" ")
        | text.endswith(" ")
        | text.contains("\n")
        | text.contains("\t")
        | text.contains("\r")
        | text.contains("\xa0")
    )


def date_orders(date_texts: Table, date_reads: Table) -> Table:
    """Columns of published dates, and whether the day or the month comes first in each.

    `date_texts` has one row a distinct (source_id, table_name, field, text). The month
    comes first only where the column proves it: some date has no other reading and none
    contradicts. A column that proves neither is read day first, and says so.
    """
    known = date_texts.inner_join(date_reads, "text")
    counted = known.group_by("source_id", "table_name", "field").agg(
        day_first=(known.order == "day_first").any(),
        month_first=(known.order == "month_first").any(),
        either=(known.order == "either").any(),
    )
    return counted.select(
        "source_id",
        "table_name",
        "field",
        is_month_first=counted.month_first & ~counted.day_first,
        problem=ibis.cases(
            (counted.month_first & counted.day_first, "date_order_mixed"),
            (
                counted.either & ~counted.month_first & ~counted.day_first,
                "date_order_assumed",
            ),
        ),
    )


def dates(date_texts: Table, date_reads: Table) -> Table:
    """What each distinct date text means in its column: a day, open-ended, or a problem."""
    orders = date_orders(date_texts, date_reads).drop("problem")
    found = date_texts.inner_join(date_reads, "text").inner_join(
        orders, ["source_id", "table_name", "field"]
    )
    day = ibis.ifelse(found.is_month_first, found.month_first, found.day_first)
    no_such_day = day.isnull() & found.order.isin(["day_first", "month_first"])
    return found.select(
        "source_id",
        "table_name",
        "field",
        "text",
        "is_open_ended",
        day=day,
        problem=ibis.ifelse(no_such_day, "date_impossible", found.problem),
    )


def tidied(
    rows: Table, tidy: Table, *, columns: Sequence[str], hard: Sequence[str]
) -> Table:
    """The rows with their texts folded and decoded, and no empty text left.

    Only the columns named in `hard` hold texts that need it: the others are not joined.
    """
    found = rows
    for name in hard:
        text, told = f"_text_{name}", f"_tidy_{name}"
        read = tidy.select(**{text: tidy.text, told: tidy.tidy})
        found = found.left_join(read, found[name] == read[text])
    values = {name: found[name] for name in rows.columns}
    for name in hard:
        text, told = found[f"_text_{name}"], found[f"_tidy_{name}"]
        values[name] = ibis.ifelse(text.isnull(), values[name], told)
    for name in columns:
        values[name] = values[name].nullif("")
    return found.select(**values)


def with_readings(
    rows: Table,
    dates: Table,
    moneys: Table,
    *,
    date_columns: Mapping[str, str],
    money_columns: Mapping[str, str],
) -> Table:
    """The rows with what their dates and amounts mean; the columns are given by field.

    A date gives `<field>_date`, `<field>_is_open` and `<field>_date_problem`; an amount
    `<field>_amount` and `<field>_problem`, empty where it is in another currency.
    """
    # One chain of joins: a selection between two of them would name every column again.
    found = rows
    for field, column in date_columns.items():
        day = _dates_of(dates, column, field)
        found = found.left_join(
            day,
            [
                found[column] == day[f"_text_{field}"],
                found.source_id == day[f"_source_{field}"],
                found.table_name == day[f"_table_{field}"],
            ],
        )
    for field, column in money_columns.items():
        money = moneys.select(
            **{
                f"_text_{field}": moneys.text,
                f"_amount_{field}": moneys.amount,
                f"_problem_{field}": moneys.problem,
            }
        )
        found = found.left_join(money, found[column] == money[f"_text_{field}"])
    values = {name: found[name] for name in rows.columns}
    for field in date_columns:
        for name in (f"{field}_date", f"{field}_is_open", f"{field}_date_problem"):
            values[name] = found[name]
    is_foreign_row = is_foreign(found.currency_text).fill_null(False)
    for field, column in money_columns.items():
        amount = ibis.coalesce(plain_pounds(found[column]), found[f"_amount_{field}"])
        problem = found[f"_problem_{field}"].nullif("")
        # By cases, so that the engine works an amount out once.
        values[f"{field}_amount"] = ibis.ifelse(
            is_foreign_row, ibis.null(amount.type()), amount
        )
        values[f"{field}_problem"] = ibis.ifelse(
            is_foreign_row,
            ibis.ifelse(amount.notnull(), "money_other_currency", problem),
            problem,
        )
    return found.select(**values)


def _dates_of(dates: Table, column: str, field: str) -> Table:
    own = dates.filter(dates.field == column)
    return own.select(
        **{
            f"_source_{field}": own.source_id,
            f"_table_{field}": own.table_name,
            f"_text_{field}": own.text,
            f"{field}_date": own.day,
            f"{field}_is_open": own.is_open_ended,
            f"{field}_date_problem": own.problem.nullif(""),
        }
    )


def with_identifier(rows: Table, identifiers: Table) -> Table:
    """The rows with identifier and scheme in their known form, and `identifier_problem`."""
    read = identifiers.select(
        _text=identifiers.text,
        _published=identifiers.published_scheme,
        _scheme=identifiers.scheme,
        _identifier=identifiers.identifier,
        identifier_problem=identifiers.problem.nullif(""),
    )
    return (
        rows.mutate(identifier_text=rows.supplier_identifier)
        .left_join(
            read,
            [
                rows.supplier_identifier == read._text,
                rows.supplier_scheme.fill_null("") == read._published,
            ],
        )
        .mutate(
            supplier_scheme=lambda t: t._scheme,
            supplier_identifier=lambda t: t._identifier,
        )
        .drop("_text", "_published", "_scheme", "_identifier")
    )


def with_postcode(rows: Table, postcodes: Table) -> Table:
    """The rows with the postcode in capitals with one blank, or empty."""
    read = postcodes.select(_text=postcodes.text, _postcode=postcodes.postcode)
    joined = rows.left_join(read, rows.supplier_postcode == read._text)
    return joined.mutate(supplier_postcode=joined._postcode).drop("_text", "_postcode")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a table of readings (`reads`) answers of the texts of one column."""

    field: str
    column: str
    name: str
    reads: Table


def with_answers(rows: Table, *answers: Answer) -> Table:
    """The rows with the answer to each column's text, and `<field>_problem`."""
    found, names = rows, list(rows.columns)
    for answer in answers:
        reads, problem = answer.reads, f"{answer.field}_problem"
        read = reads.select(
            **{
                f"_text_{answer.field}": reads.text,
                answer.name: reads[answer.name],
                problem: reads.problem.nullif(""),
            }
        )
        found = found.left_join(
            read, found[answer.column] == read[f"_text_{answer.field}"]
        )
        names += [answer.name, problem]
    return found.select(*[found[name] for name in names])
