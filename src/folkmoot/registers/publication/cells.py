"""How much of what the Code asks each published row tells, table to table.

A cell is in one of five states. *valid*: it tells what is asked. *unclear*: something
stands there that cannot be read, or that says nothing ("N/A", "TBC"). *blank*. *no_column*:
the file has no place for it. *not_asked*: the Code does not ask it of this row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringValue, Value

PLACE = ("publisher_id", "kind", "source_id", "table_name")
AWARDED = ("award", "contract")
"""Stages of a notice from which on there is a supplier and a value to tell."""

_SAYS_NOTHING = (
    r"^(?:[-–—.?/\s]*|0+|n\s?/?\s?a|none|nil|null|nan|tb[ca]|unknown|not known"
    r"|not applicable|to be confirmed|blank|various|see description)$"
)
_REDACTED = r"redact|withheld|personal data|data protection|confidential"
"""A name that the Code lets a council leave out, said to be left out: an answer."""

_MONEY = (
    r"^[\s£(-]*[0-9][0-9,]*(?:\.[0-9]+)?[\s)-]*$"
    r"|^(?:n\s?/?\s?a|none|nil|no|nothing|not applicable|-)$"
)
"""A sum, or that there is none: most contracts have no VAT that cannot be recovered."""

_ASKED_OF_CONTRACTS = (
    "source_id", "table_name", "row_number", "contract_row_id", "council_id", "stage",
    "reference", "notice_id", "process_id", "title", "description", "procedure_text",
    "sub_unit", "value_basis", "value_gbp", "ceiling_gbp", "start_date", "end_date",
    "is_open_ended", "review_date", "awarded_date", "published_date",
)  # fmt: skip


def tells(text: StringValue, *, form: str = "text") -> BooleanValue:
    """Whether a cell that is not blank tells what is asked, in the form asked for."""
    plain = text.strip().lower()
    if form == "money":
        return plain.re_search(_MONEY)
    return ~plain.re_search(_SAYS_NOTHING)


def is_redacted(name: StringValue) -> BooleanValue:
    """Whether a supplier's cell says that the name is withheld."""
    return name.fill_null("").lower().re_search(_REDACTED)


def state(
    *,
    is_valid: BooleanValue,
    is_filled: BooleanValue,
    has_column: BooleanValue,
    is_asked: BooleanValue,
) -> StringValue:
    """The state of one cell; what is told counts whatever column told it."""
    return ibis.cases(
        (~is_asked.fill_null(True), "not_asked"),
        (is_valid.fill_null(False), "valid"),
        (is_filled.fill_null(False), "unclear"),
        (~has_column.fill_null(False), "no_column"),
        else_="blank",
    )


def payment_cells(payments: Table, doubts: Table, places: Table, apart: Table) -> Table:
    """One row a payment: whose, where, in which month, and the state of each field.

    `payments` are those with their council; `doubts` says of which cells something stood
    that was not kept; `places` which fields a table has a column for (`has_<field>`);
    `apart` the cells, as published, of fields that are no standard ones.
    """
    p = _joined(
        payments, doubts, places, apart, ["payment_date"], ["vat", "merchant_category"]
    )
    asked = ibis.literal(True)
    texts = {
        "department": ibis.coalesce(p.service_text, p.sub_unit),
        "beneficiary": p.supplier_name,
        "purpose": ibis.coalesce(p.description, p.category_text),
    }
    told = {
        "payment_date": state(
            is_valid=p.payment_date.notnull(),
            is_filled=p.doubt_payment_date,
            has_column=p.has_payment_date,
            is_asked=asked,
        ),
        "amount": state(
            is_valid=p.amount_gbp.notnull(),
            is_filled=ibis.literal(False),
            has_column=p.has_amount,
            is_asked=asked,
        ),
        "vat": _of_text(p.text_vat, p.has_vat, asked, form="money"),
        "merchant_category": _of_text(
            p.text_merchant_category, p.has_merchant_category, asked
        ),
        **{
            name: _of_text(text, p[f"has_{name}"], asked)
            for name, text in texts.items()
        },
    }
    return _cells(p, ibis.literal("payments"), _month(p.payment_date), told)


def refused_cells(refused: Table, owners: Table, fields: Sequence[str]) -> Table:
    """Rows refused for want of an amount that can be read: they count against the amount.

    They are of whoever published most of the table, in the period most of it is of; of
    the other fields nothing is asked, as the row was not read.
    """
    r = refused.inner_join(owners, ["source_id", "table_name"])
    amount = ibis.ifelse(r.rule == "amount_missing", "blank", "unclear")
    told = {
        name: amount if name == "amount" else ibis.literal("not_asked")
        for name in fields
    }
    return r.select(*PLACE, "row_number", "period", **told)


def contract_cells(
    contracts: Table,
    told: Table,
    doubts: Table,
    places: Table,
    apart: Table,
    *,
    over_gbp: Mapping[str, int],
    notice_fields: Mapping[str, str],
) -> Table:
    """One row a contract of a register, or an award or process of notices: see `payment_cells`.

    `told` says of each row what its suppliers tell. A contract that is known to be worth
    no more than `over_gbp` is asked nothing. Of notices only `notice_fields` are asked,
    some of them `award`: once there is one. Of an individual no details are asked.
    """
    dated = ["start_date", "end_date", "review_date", "value", "supplier_name"]
    asked_of = contracts.select(*_ASKED_OF_CONTRACTS)
    c = _joined(
        asked_of, doubts, places, apart, dated, ["department", "vat", "sme", "vcse"]
    )
    c = c.left_join(told, c.contract_row_id == told.of_row).drop("of_row")
    is_notice = c.is_notice.fill_null(False)
    over = is_notice.ifelse(over_gbp["notices"], over_gbp["contracts"])
    is_small = (c.value_basis == "total") & (c.value_gbp <= over)
    asked = ~is_small.fill_null(False)
    is_awarded = c.stage.isin(AWARDED).fill_null(False)

    def is_asked(name: str) -> BooleanValue:
        when = notice_fields.get(name, "")
        of_notice = {"all": ibis.literal(True), "award": is_awarded}.get(
            when, ibis.literal(False)
        )
        return asked & (~is_notice | of_notice)

    def has(name: str) -> BooleanValue:
        return c[f"has_{name}"]

    def of_value(name: str, is_valid: BooleanValue) -> StringValue:
        return state(
            is_valid=is_valid,
            is_filled=c[f"doubt_{name}"],
            has_column=has(name),
            is_asked=is_asked(name),
        )

    reference = ibis.coalesce(c.reference, c.notice_id, c.process_id)
    texts = {
        "reference": reference,
        "title": c.title,
        "description": c.description,
        "procedure": c.procedure_text,
    }
    withheld = c.is_withheld.fill_null(False)
    is_person = withheld | c.is_individual.fill_null(False)
    none = ibis.literal(False)
    details = {"supplier_details": c.has_details, "company_number": c.has_company}
    cells = {
        **{name: _of_text(t, has(name), is_asked(name)) for name, t in texts.items()},
        "department": _of_text(
            ibis.coalesce(c.text_department, c.sub_unit),
            has("department"),
            is_asked("department"),
        ),
        "vat": _of_text(c.text_vat, has("vat"), is_asked("vat"), form="money"),
        "sme": _of_text(c.text_sme, has("sme"), is_asked("sme")),
        "vcse": _of_text(c.text_vcse, has("vcse"), is_asked("vcse")),
        "supplier_name": of_value("supplier_name", c.has_name | withheld),
        **{
            name: state(
                is_valid=is_valid,
                is_filled=none,
                has_column=has(name),
                is_asked=is_asked(name) & ~is_person,
            )
            for name, is_valid in details.items()
        },
        "value": of_value("value", c.value_gbp.notnull() | c.ceiling_gbp.notnull()),
        "start_date": of_value("start_date", c.start_date.notnull()),
        "end_date": of_value(
            "end_date", c.end_date.notnull() | c.is_open_ended.fill_null(False)
        ),
        "review_date": of_value("review_date", c.review_date.notnull()),
    }
    kind = is_notice.ifelse("notices", "contracts")
    year = ibis.coalesce(c.start_date, c.awarded_date, c.published_date).year()
    return _cells(c, kind, year.cast("string"), cells)


def _joined(
    rows: Table,
    doubts: Table,
    places: Table,
    apart: Table,
    doubted: Sequence[str],
    texts: Sequence[str],
) -> Table:
    """Rows with `doubt_`, `has_` and `text_` columns, each empty where nothing is told."""
    row, table = ["source_id", "table_name", "row_number"], ["source_id", "table_name"]
    d = doubts.group_by(row).agg(
        **{f"doubt_{name}": (doubts.field == name).any() for name in doubted},
        is_withheld=doubts.is_withheld.any(),
    )
    named = {
        f"text_{name}": apart.text.max(where=apart.field == name) for name in texts
    }
    t = apart.group_by(row).agg(**named)
    for right, keys in ((d, row), (t, row), (places, table)):
        own = [name for name in right.columns if name not in keys]
        joined = rows.left_join(right, keys)
        rows = joined.select(
            *[rows[name] for name in rows.columns], *[right[name] for name in own]
        )
    return rows


def _of_text(
    text: StringValue,
    has_column: BooleanValue,
    is_asked: BooleanValue,
    *,
    form: str = "text",
) -> StringValue:
    is_filled = text.fill_null("").strip() != ""
    return state(
        is_valid=is_filled & tells(text.fill_null(""), form=form),
        is_filled=is_filled,
        has_column=has_column,
        is_asked=is_asked,
    )


def _cells(
    rows: Table, kind: StringValue, period: StringValue, told: Mapping[str, Value]
) -> Table:
    publisher = ibis.coalesce(rows.council_id.nullif(""), rows.source_id)
    return rows.select(
        "source_id",
        "table_name",
        "row_number",
        publisher_id=publisher,
        kind=kind,
        period=period,
        **told,
    )


def _month(day: Value) -> StringValue:
    """`2019-06` of a date."""
    digits = (day.year() * 100 + day.month()).cast("string")
    return digits.substr(0, 4) + "-" + digits.substr(4, 2)
