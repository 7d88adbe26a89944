"""Steps that read one column: what a text means is joined to the rows that hold it.

Readings of distinct texts come in as tables (`dates`, `moneys`, ...), so that a step is
nothing but joins and cases, equal on every engine.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    for name in hard:
        read = tidy.select(_text=tidy.text, _tidy=tidy.tidy)
        joined = rows.left_join(read, rows[name] == read._text)
        told = ibis.ifelse(joined._text.isnull(), joined[name], joined._tidy)
        rows = joined.mutate(**{name: told}).drop("_text", "_tidy")
    return rows.mutate(**{name: rows[name].nullif("") for name in columns})


def with_date(rows: Table, dates: Table, *, column: str, field: str) -> Table:
    """The rows with `<field>_date`, `<field>_is_open` and `<field>_date_problem`."""
    read = dates.filter(dates.field == column).select(
        _source=dates.source_id,
        _table=dates.table_name,
        _text=dates.text,
        **{
            f"{field}_date": dates.day,
            f"{field}_is_open": dates.is_open_ended,
            f"{field}_date_problem": dates.problem.nullif(""),
        },
    )
    return rows.left_join(
        read,
        [
            rows[column] == read._text,
            rows.source_id == read._source,
            rows.table_name == read._table,
        ],
    ).drop("_source", "_table", "_text")


def with_money(rows: Table, moneys: Table, *, column: str, field: str) -> Table:
    """The rows with `<field>_amount` and `<field>_problem`; other currencies are emptied."""
    read = moneys.select(
        _text=moneys.text, _amount=moneys.amount, _problem=moneys.problem
    )
    joined = rows.left_join(read, rows[column] == read._text)
    plain = plain_pounds(joined[column])
    amount = ibis.coalesce(plain, joined._amount)
    foreign = is_foreign(joined.currency_text).fill_null(False) & amount.notnull()
    return joined.mutate(
        **{
            f"{field}_amount": ibis.ifelse(foreign, ibis.null(amount.type()), amount),
            f"{field}_problem": ibis.cases(
                (foreign, "money_other_currency"), else_=joined._problem.nullif("")
            ),
        }
    ).drop("_text", "_amount", "_problem")


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


def with_read(rows: Table, reads: Table, column: str, answer: str, field: str) -> Table:
    """The rows with the answer and problem that a table of readings gives for a column."""
    read = reads.select(
        _text=reads.text,
        **{answer: reads[answer], f"{field}_problem": reads.problem.nullif("")},
    )
    return rows.left_join(read, rows[column] == read._text).drop("_text")
