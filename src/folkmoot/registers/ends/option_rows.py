"""What words say of extending, as columns of a contract and as rows of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from folkmoot.registers.ends.extension_told import Extension, Quoted

EXTENSION_FIELDS = ("extension_text", "title", "description")
"""Where options are looked for, the publisher's own field first."""

OPTION_COLUMNS = (
    ("words_first_months", pa.int64()),
    ("words_option_count", pa.int64()),
    ("words_option_each", pa.int64()),
    ("words_option_months", pa.int64()),
    ("words_latest_end_date", pa.date32()),
    ("words_break_months", pa.int64()),
    ("words_notice_days", pa.int64()),
)
OPTION_ROWS = pa.schema(
    [
        ("group_id", pa.string()),
        ("option_number", pa.int64()),
        ("kind", pa.string()),
        ("option_count", pa.int64()),
        ("length_months", pa.int64()),
        ("length_days", pa.int64()),
        ("total_months", pa.int64()),
        ("day_date", pa.date32()),
        ("condition", pa.string()),
        ("field", pa.string()),
        ("words", pa.string()),
        ("words_start", pa.int64()),
        ("words_end", pa.int64()),
    ]
)


def option_columns(told: Extension) -> dict[str, Any]:
    """The lengths by which the dates of the contract are measured; months and days."""
    lengths = {option.length_months for option in told.options}
    return {
        "words_first_months": told.initial_months,
        "words_option_count": sum(o.count for o in told.options) or None,
        "words_option_each": lengths.pop() if len(lengths) == 1 else None,
        "words_option_months": told.option_months,
        "words_latest_end_date": told.latest[0] if told.latest else None,
        "words_break_months": next((b.months for b in told.breaks if b.months), None),
        "words_notice_days": next((n.days for n in told.notices if n.days), None),
    }


def option_rows(told: Extension) -> list[dict[str, Any]]:
    """One row for each thing said, without the contract that says it."""
    return [
        {"option_number": number, **row} for number, row in enumerate(_rows(told), 1)
    ]


def _rows(told: Extension) -> Iterator[dict[str, Any]]:
    for option in told.options:
        yield {
            "kind": "option",
            "option_count": option.count,
            "length_months": option.length_months,
            "total_months": option.total_months,
            **_words(option.quoted),
        }
    if told.total is not None:
        months = told.total.months
        yield {"kind": "total", "length_months": months, **_words(told.total.quoted)}
    if told.latest is not None:
        day, quoted = told.latest
        yield {"kind": "latest_end", "day_date": day, **_words(quoted)}
    for kind, spans in (("break", told.breaks), ("notice", told.notices)):
        for span in spans:
            yield {
                "kind": kind,
                "length_months": span.months if kind == "break" else None,
                "length_days": span.days,
                **_words(span.quoted),
            }
    for condition, quoted in told.conditions:
        yield {"kind": "condition", "condition": condition, **_words(quoted)}
    for quoted in told.unread:
        yield {"kind": "unread", **_words(quoted)}


def _words(quoted: Quoted) -> dict[str, Any]:
    return {
        "field": quoted.field,
        "words": quoted.text,
        "words_start": quoted.start,
        "words_end": quoted.end,
    }
