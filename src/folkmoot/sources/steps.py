"""Aligned rows to typed rows: each step takes tables and gives a table.

Readings of distinct texts come in as tables (`dates`, `moneys`, ...), so that a step is
nothing but joins and cases, equal on every engine.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringColumn

from folkmoot.sources.contract_words import kinds, stages, statuses
from folkmoot.sources.money import is_foreign, plain_pounds
from folkmoot.sources.outcomes import Has, outcome_kinds, with_outcome

PLACE = ("source_id", "table_name", "row_number", "pointer")
DATES = ("start", "end", "latest_end", "review", "published", "awarded")
MONEYS = {
    "value": "value_text",
    "annual": "annual_value_text",
    "ceiling": "ceiling_text",
}
PAYMENT_TEXTS = (
    "buyer_name", "buyer_identifier", "supplier_name", "category_text", "service_text",
    "description", "reference", "contract_reference",
)  # fmt: skip
CONTRACT_TEXTS = (
    "process_id", "notice_id", "award_id", "reference", "buyer_name", "buyer_scheme",
    "buyer_identifier", "title", "description", "category_text", "procedure_text",
    "extension_text",
)  # fmt: skip


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


def read_payments(payments: Table, dates: Table, moneys: Table) -> Table:
    """Every physical row of spend tables with its outcome, date and amount."""
    rows = with_date(payments, dates, column="payment_date_text", field="payment")
    rows = with_money(rows, moneys, column="amount_text", field="amount")
    has = Has(
        main=rows.amount_amount.notnull(),
        dates=rows.payment_date.notnull(),
        supplier=rows.supplier_name,
    )
    refusal = ibis.cases(
        (
            rows.amount_amount.isnull()
            & (rows.amount_problem == "money_other_currency"),
            "amount_other_currency",
        ),
        (
            rows.amount_amount.isnull() & rows.amount_problem.notnull(),
            "amount_unreadable",
        ),
        (rows.amount_amount.isnull(), "amount_missing"),
        (
            rows.payment_date.isnull() & ~_says(rows.supplier_name),
            "no_date_no_supplier",
        ),
    )
    return with_outcome(rows, outcome_kinds(rows, has, refusal, kept="payment"))


def payment_accounting(payments: Table, odd: Table) -> Table:
    """Physical rows of spend tables by what became of them.

    `odd` holds at least every row that was not kept: what is left of each table was.
    """
    table = ["source_id", "table_name"]
    lost = odd.filter(odd.outcome != "kept")
    others = lost.group_by(*table, "outcome", kind=lost.outcome_kind).agg(
        row_count=lost.count()
    )
    counted = payments.group_by(*table).agg(whole=payments.count())
    away = others.group_by(*table).agg(away=others.row_count.sum())
    joined = counted.left_join(away, table)
    kept = joined.select(
        *table,
        outcome=ibis.literal("kept"),
        kind=ibis.literal("payment"),
        row_count=(joined.whole - joined.away.fill_null(0)).cast("int64"),
    )
    return kept.filter(kept.row_count > 0).union(others)


def read_contracts(contracts: Table, dates: Table, moneys: Table) -> Table:
    """Every physical row of contracts tables with its outcome, dates and amounts.

    A release with several awards is one row of its file: what one award has, the
    release has, so that all its rows share one outcome.
    """
    rows = contracts
    for field in DATES:
        rows = with_date(rows, dates, column=f"{field}_text", field=field)
    for field, column in MONEYS.items():
        rows = with_money(rows, moneys, column=column, field=field)
    amount = ibis.coalesce(rows.value_amount, rows.annual_amount, rows.ceiling_amount)
    names = (
        "title",
        "reference",
        "supplier_name",
        "process_id",
        "notice_id",
        "description",
    )
    links = ("release_link", "award_link")
    named = ibis.or_(
        *[_says(rows[name]) for name in names], *[_says(rows[n]) for n in links]
    )
    has = Has(
        main=amount.notnull() | _says(rows.supplier_name) | _says(rows.cpv_text),
        dates=rows.start_date.notnull() | rows.end_date.notnull(),
        supplier=rows.supplier_name,
    )
    refusal = ibis.cases((~(named | amount.notnull()), "names_nothing"))
    told = outcome_kinds(rows, has, refusal, kept="contract")
    return with_outcome(rows, told, of_release=True)


def read_parties(
    parties: Table, *, name: str, identifier: str, rule: str, kept: str
) -> Table:
    """Every physical row of a table of suppliers or buyers with its outcome."""
    said = _says(parties[name]) | _says(parties[identifier])
    has = Has(main=said, dates=ibis.literal(False), supplier=parties[name])
    refusal = ibis.cases((~said, rule))
    return with_outcome(parties, outcome_kinds(parties, has, refusal, kept=kept))


def payments(read: Table) -> Table:
    """Payments as typed: the kept rows of spend tables."""
    return read.filter(read.outcome == "kept").mutate(amount_gbp=read.amount_amount)


def contracts(read: Table, cpvs: Table, terms: Table) -> Table:
    """Contract statements as typed: the kept rows of contracts tables.

    A value of zero is a value not known. Where only a ceiling is published it is the
    value, and `value_basis` says so.
    """
    kept = with_read(
        read.filter(read.outcome == "kept"), cpvs, "cpv_text", "codes", "cpv"
    )
    kept = with_read(kept, terms, "term_text", "months", "term")
    total, annual, ceiling = (kept[f"{field}_amount"].nullif(0) for field in MONEYS)
    key = [kept.source_id, kept.table_name, kept.row_number.cast("string")]
    row_id = ibis.literal("|").join(
        [*key, kept.item_number.fill_null(1).cast("string")]
    )
    return kept.mutate(
        contract_row_id=row_id,
        item_number=kept.item_number.fill_null(1),
        cpv_codes=kept.codes,
        stage=stages(kept.stage_text),
        status=statuses(kept.status_text),
        kind=kinds(kept.kind_text, kept.title, kept.description),
        value_gbp=ibis.coalesce(total, annual, ceiling).cast("decimal(18, 2)"),
        value_basis=ibis.cases(
            (total.notnull(), "total"),
            (annual.notnull(), "annual"),
            (ceiling.notnull(), "ceiling"),
        ),
        ceiling_gbp=ceiling.cast("decimal(18, 2)"),
        is_open_ended=kept.end_is_open.fill_null(False),
        term_months=kept.months,
    )


def with_read(rows: Table, reads: Table, column: str, answer: str, field: str) -> Table:
    """The rows with the answer and problem that a table of readings gives for a column."""
    read = reads.select(
        _text=reads.text,
        **{answer: reads[answer], f"{field}_problem": reads.problem.nullif("")},
    )
    return rows.left_join(read, rows[column] == read._text).drop("_text")


def suppliers_in_rows(read: Table, names: Table) -> Table:
    """Suppliers that contracts tables name in the row itself, one row a name.

    Where one cell names several, the identifier and postcode beside it are left out:
    nothing tells whose they are.
    """
    kept = read.filter(read.outcome == "kept")
    found = _named(kept, names)
    one_award = ibis.window(group_by=[*PLACE[:3], "item_number"])
    alone = found.supplier_number.max().over(one_award) == 1
    return found.mutate(
        item_number=found.item_number.fill_null(1),
        **{
            name: ibis.ifelse(alone, found[name], ibis.null("string"))
            for name in ("supplier_scheme", "supplier_identifier", "supplier_postcode")
        },
    )


def suppliers_apart(read: Table, names: Table) -> Table:
    """Suppliers that releases and flattened bundles list one a row, as they number them."""
    kept = read.filter(read.outcome == "kept").rename(_number="supplier_number")
    first = names.filter(names.supplier_number == 1)
    named = _named(kept, first).mutate(supplier_number=ibis._["_number"])
    nameless = kept.filter(~_says(kept.supplier_name)).mutate(
        supplier_number=ibis._["_number"], supplier_name=ibis.null("string")
    )
    columns = [name for name in nameless.columns if name != "_number"]
    return named.select(columns).union(nameless.select(columns))


def _named(kept: Table, names: Table) -> Table:
    read = names.select(
        _text=names.text, supplier_number=names.supplier_number, _name=names.name
    )
    found = kept.inner_join(read, kept.supplier_name == read._text)
    return found.mutate(supplier_name=found._name).drop("_text", "_name")


def _says(text: StringColumn) -> BooleanValue:
    return text.fill_null("").strip() != ""
