"""Every rule that cleaning applies, each in the sentence a person reads.

A rule belongs to one severity: *refused* rows are not kept, of a *cell* the value is not
kept, a *note* keeps all and asks for a look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
from ibis.expr.types import StringColumn

from folkmoot.core.words import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """How grave a breach is, and what is wrong, in a sentence."""

    severity: Severity
    message: str


RULES: Mapping[str, Rule] = {
    "amount_missing": Rule("refused", "The row has no amount, so it is no payment."),
    "amount_unreadable": Rule("refused", "The amount cannot be read as money."),
    "amount_other_currency": Rule("refused", "The amount is not in pounds."),
    "no_date_no_supplier": Rule(
        "refused", "The row has neither a date nor a supplier that can be read."
    ),
    "names_nothing": Rule(
        "refused",
        "The row gives no title, reference, supplier, value or id to know a contract by.",
    ),
    "no_supplier_given": Rule("refused", "The row names no supplier and gives no id."),
    "no_buyer_given": Rule("refused", "The row names no buyer and gives no id."),
    "table_not_understood": Rule(
        "refused", "No columns of contracts or payments were found in this table."
    ),
    "date_unreadable": Rule("cell", "This cannot be read as a date."),
    "date_impossible": Rule("cell", "There is no such day in the calendar."),
    "date_out_of_range": Rule(
        "cell", "The year lies before 1950 or more than a century ahead."
    ),
    "money_unreadable": Rule(
        "cell", "This cannot be read as money without guessing what it means."
    ),
    "identifier_unreadable": Rule(
        "cell", "This has no form of a company, charity or VAT number."
    ),
    "cpv_unreadable": Rule("cell", "This holds no code of the CPV."),
    "term_unreadable": Rule("cell", "This cannot be read as a length of time."),
    "money_in_words": Rule(
        "note", "The value is given in words, so there is no figure."
    ),
    "money_other_currency": Rule(
        "note", "The value is in another currency and is left empty."
    ),
    "value_looks_wrong": Rule(
        "note", "A value of a pound or less, or over a billion, is seldom meant."
    ),
    "end_before_start": Rule("note", "The contract ends before it starts."),
    "no_supplier_named": Rule("note", "The supplier's cell names no supplier."),
    "date_order_assumed": Rule(
        "note",
        "No date of this column tells the day from the month: day first is assumed.",
    ),
    "date_order_mixed": Rule(
        "note",
        "Some dates of this column only read day first and some only month first.",
    ),
}


def severities(rule: StringColumn) -> StringColumn:
    """The severity of each rule."""
    return ibis.cases(*[(rule == name, told.severity) for name, told in RULES.items()])


def messages(rule: StringColumn) -> StringColumn:
    """The sentence of each rule."""
    return ibis.cases(*[(rule == name, told.message) for name, told in RULES.items()])
