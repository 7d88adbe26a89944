"""Every rule by which something is not kept or is noted, each in the sentence a person reads.

A rule belongs to one severity: *refused* rows are not kept, of a *cell* the value is not
kept, a *note* keeps all and asks for a look. Readers, cleaning and the registers all take
severities from here, and where they know more than the sentence says, they say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import ibis
from ibis.expr.types import StringColumn

Severity = Literal["refused", "cell", "note"]
"""refused: the row was not kept; cell: one value was not; note: kept, but look."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How grave a breach is, and what is wrong, in a sentence; one of them for each name."""

    severity: Severity
    message: str


READING: Mapping[str, Rule] = {
    "json_unreadable": Rule("refused", "This is no JSON that can be read."),
    "json_cut": Rule(
        "refused", "The file breaks off here; what stands before it was read."
    ),
    "nested_too_deep": Rule(
        "refused", "The release is nested more deeply than any release needs to be."
    ),
    "not_a_release": Rule("refused", "This says nothing of a contracting process."),
    "not_a_record": Rule("refused", "This member of the list is no record."),
    "linked_releases_only": Rule(
        "refused",
        "The record only links to its releases; ask for a file that holds them.",
    ),
    "not_as_standard": Rule(
        "cell", "The field does not hold what OCDS says that it holds."
    ),
    "linked_releases": Rule(
        "note", "The record also links to releases, which were not followed."
    ),
    "nul_bytes": Rule("note", "NUL bytes were left out of this file."),
    "not_utf8": Rule("note", "Read as windows-1252: it is not UTF-8."),
    "odd_bytes": Rule(
        "note", "Some bytes are no text of the file's encoding and are shown as \ufffd."
    ),
    "quote_not_closed": Rule(
        "note",
        "A quotation mark was opened and never closed; it was left out, so that the "
        "rows below are read.",
    ),
    "map_not_fitting": Rule(
        "note",
        "A map names this file, but its headings were not found; the layout was "
        "recognised instead.",
    ),
    "sheet_not_recognised": Rule(
        "note", "This sheet was not recognised as payments or contracts."
    ),
    "tables_side_by_side": Rule(
        "note",
        "Two tables seem to stand side by side here, but it is not sure where one ends. "
        "They were read as one, each heading once, so that much of the second is not "
        "read: put them on sheets of their own and add that file instead.",
    ),
    "no_title": Rule(
        "note",
        "No column of titles was found in this table, so that nothing says what its "
        "contracts are for: describe its columns in a layout map.",
    ),
    "no_amount": Rule("note", "No column of amounts was found in this table."),
    "no_supplier": Rule("note", "No column of suppliers was found in this table."),
    "no_date": Rule("note", "No column of dates was found in this table."),
    "no_end_date": Rule("note", "No column of end dates was found in this table."),
    "no_value": Rule("note", "No column of values was found in this table."),
}
"""What readers say of files, tables and releases."""

CLEANING: Mapping[str, Rule] = {
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
        "note", "The cell holds words in place of a value, so there is no figure."
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
"""What cleaning says of rows and cells."""

RESOLVING: Mapping[str, Rule] = {
    "no_council": Rule(
        "note",
        "No council was recognised for this file: if one published it, add it with "
        "--council.",
    ),
    "rows_without_buyer": Rule(
        "note", "Some rows of this file name no buyer, though others do."
    ),
}
"""What the registers say of files."""

RULES: Mapping[str, Rule] = {**READING, **CLEANING, **RESOLVING}
"""All of them: a build writes no other."""


def issue_row(rule: str, *, source_id: str, **more: Any) -> dict[str, Any]:
    """One row of `issue.rows` under a rule; of the whole file unless `more` says where.

    `message` may say more than the rule's own sentence.
    """
    told = RULES[rule]
    row = {
        "source_id": source_id,
        "table_name": "",
        "row_number": 0,
        "pointer": "",
        "field": "",
        "value": "",
        "rule": rule,
        "severity": told.severity,
        "message": told.message,
    }
    known = {name: value for name, value in more.items() if value is not None}
    return {**row, **known}


def severities(rule: StringColumn) -> StringColumn:
    """The severity of each rule of cleaning."""
    return ibis.cases(
        *[(rule == name, told.severity) for name, told in CLEANING.items()]
    )


def messages(rule: StringColumn) -> StringColumn:
    """The sentence of each rule of cleaning."""
    return ibis.cases(
        *[(rule == name, told.message) for name, told in CLEANING.items()]
    )
