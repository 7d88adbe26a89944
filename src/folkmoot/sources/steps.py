"""Aligned rows to typed rows: each step takes tables and gives a table."""

from __future__ import annotations

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringColumn

from folkmoot.sources.meanings.columns import Answer, with_answers, with_readings
from folkmoot.sources.meanings.contract_words import kinds, stages, statuses
from folkmoot.sources.outcomes import (
    Has,
    is_remark_text,
    outcome_kinds,
    with_outcome,
)

PLACE = ("source_id", "table_name", "row_number", "pointer")
DATES = ("start", "end", "latest_end", "review", "published", "awarded")
MONEYS = {
    "value": "value_text",
    "annual": "annual_value_text",
    "ceiling": "ceiling_text",
}
WORDS = ("cpv", "term")
"""Codes and lengths of time, which are read of a cell's words."""

_NO_BLANK = r"[^ \t\n\r\x0b\x0c]"
_FOUR_WORDS = r"^\s*\S+\s+\S+\s+\S+\s+\S"
"""No reference is so long: it is a sentence."""

PAYMENT_TEXTS = (
    "buyer_name", "buyer_identifier", "supplier_name", "category_text", "service_text",
    "description", "reference", "contract_reference",
)  # fmt: skip
CONTRACT_TEXTS = (
    "process_id", "notice_id", "award_id", "reference", "buyer_name", "buyer_scheme",
    "buyer_identifier", "title", "description", "category_text", "procedure_text",
    "extension_text",
)  # fmt: skip
_WORDED = (
    *CONTRACT_TEXTS, "release_order", "inherited_fields",
    "kind_text", "stage_text", "status_text",
)  # fmt: skip
"""Columns of contracts that go from the aligned to the clean table past its readings."""

_MORE_TIME = r"\+|\bplus\b|option|exten|renew|\bbreak\b"
"""What a cell of lengths says where it gives options as well: 3+1+1, 3 years plus 1."""

_JUDGED_BY = ("currency_text", "position", "filled_cells", "is_header_again")
_ITEM = ("source_id", "table_name", "row_number", "item_number")
_LINKS = ("bundle_id", "release_link", "award_link")


def read_payments(payments: Table, dates: Table, moneys: Table) -> Table:
    """Every physical row of spend tables with its outcome, date and amount."""
    rows = with_readings(
        payments,
        dates,
        moneys,
        date_columns={"payment": "payment_date_text"},
        money_columns={"amount": "amount_text"},
    )
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
    release has, so that all its rows share one outcome. Titles and other words are left
    where they stand, for `kept_contracts` to fetch: copying them is what costs.
    """
    rows = with_readings(
        contracts,
        dates,
        moneys,
        date_columns={field: f"{field}_text" for field in DATES},
        money_columns=MONEYS,
    )
    amount = ibis.coalesce(rows.value_amount, rows.annual_amount, rows.ceiling_amount)
    names = (
        "title",
        "supplier_name",
        "process_id",
        "notice_id",
        "description",
    )
    links = ("release_link", "award_link")
    named = ibis.or_(
        _says(rows.reference) & ~rows.reference.fill_null("").re_search(_FOUR_WORDS),
        *[_says(rows[name]) for name in names],
        *[_says(rows[n]) for n in links],
    )
    has = Has(
        main=amount.notnull() | _says(rows.supplier_name) | _says(rows.cpv_text),
        dates=rows.start_date.notnull() | rows.end_date.notnull(),
        supplier=rows.supplier_name,
    )
    # A remark under the table stands in its first column, whatever that is the place for.
    is_remark = (rows.filled_cells == 1) & is_remark_text(rows.first_text)
    names_nothing = ~(named | amount.notnull()) | (
        is_remark & ~rows.supplier_name.notnull()
    )
    refusal = ibis.cases((names_nothing, "names_nothing"))
    told = outcome_kinds(rows, has, refusal, kept="contract")
    return with_outcome(rows, told, of_release=True, without=(*_WORDED, *_JUDGED_BY))


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


def with_codes_and_terms(rows: Table, cpvs: Table, terms: Table) -> Table:
    """The rows with `codes` and `months`, and what is wrong with the cells of both."""
    return with_answers(
        rows,
        Answer("cpv", "cpv_text", "codes", cpvs),
        Answer("term", "term_text", "months", terms),
    )


def kept_contracts(contracts: Table, read: Table) -> Table:
    """The kept rows of contracts tables: their words as published, and what was read."""
    kept = read.filter(read.outcome == "kept")
    kept = kept.select(
        *_ITEM[:3],
        *[f"{field}_date" for field in DATES],
        *[f"{field}_amount" for field in MONEYS],
        "end_is_open",
        "codes",
        "months",
        item_number=kept.item_number.fill_null(1),
    )
    worded = contracts.select(
        *PLACE,
        *_LINKS,
        *_WORDED,
        "term_text",
        item_number=contracts.item_number.fill_null(1),
    )
    return worded.inner_join(kept, _ITEM)


def contracts(kept: Table) -> Table:
    """Contract statements as typed, of the kept rows of contracts tables.

    A value of zero is a value not known. Where only a ceiling is published it is the
    value, and `value_basis` says so. Where only the length speaks of extending, as 3+1+1
    does, its words are the wording on extensions too.
    """
    total, annual, ceiling = (kept[f"{field}_amount"].nullif(0) for field in MONEYS)
    key = [kept.source_id, kept.table_name, kept.row_number.cast("string")]
    row_id = ibis.literal("|").join([*key, kept.item_number.cast("string")])
    return kept.mutate(
        contract_row_id=row_id,
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
        extension_text=ibis.coalesce(
            kept.extension_text.nullif(""),
            ibis.cases((kept.term_text.lower().re_search(_MORE_TIME), kept.term_text)),
        ),
    )


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
    # Asked as a pattern: a description stripped of its blanks would be a copy of it.
    return text.fill_null("").re_search(_NO_BLANK)
