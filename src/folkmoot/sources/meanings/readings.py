"""Tables of what each distinct text means, filled once by Python and joined by the steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.sources.meanings.columns import untidy
from folkmoot.sources.meanings.dates import date_reading
from folkmoot.sources.meanings.money import is_plain_money, money_reading
from folkmoot.sources.meanings.wording import (
    cpv_reading,
    identifier_reading,
    postcode_reading,
    supplier_names,
    term_reading,
    tidy_text,
)

Reader = Callable[..., Iterable[dict[str, Any]]]

DATE_READS = {
    "text": "string", "day_first": "date", "month_first": "date", "order": "string",
    "is_open_ended": "boolean", "problem": "string",
}  # fmt: skip
MONEY_READS = {"text": "string", "amount": "decimal(18, 2)", "problem": "string"}
TIDY_READS = {"text": "string", "tidy": "string"}
CPV_READS = {"text": "string", "codes": "string", "problem": "string"}
TERM_READS = {"text": "string", "months": "int64", "problem": "string"}
POSTCODE_READS = {"text": "string", "postcode": "string"}
IDENTIFIER_READS = {
    "text": "string", "published_scheme": "string", "scheme": "string",
    "identifier": "string", "problem": "string",
}  # fmt: skip
SUPPLIER_READS = {"text": "string", "supplier_number": "int64", "name": "string"}


def date_reads(texts: Iterable[str]) -> list[dict[str, Any]]:
    """What each text can mean as a date."""
    return [{"text": text, **asdict(date_reading(text))} for text in texts]


def money_reads(texts: Iterable[str]) -> list[dict[str, Any]]:
    """What each text that is no plain amount means as money."""
    return [{"text": text, **asdict(money_reading(text))} for text in texts]


def tidy_reads(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Each text with its blanks folded and its entities decoded."""
    return [{"text": text, "tidy": tidy_text(text)} for text in texts]


def cpv_reads(texts: Iterable[str]) -> list[dict[str, Any]]:
    """The CPV codes that each text holds."""
    return [{"text": text, **asdict(cpv_reading(text))} for text in texts]


def term_reads(texts: Iterable[str]) -> list[dict[str, Any]]:
    """The whole months that each text means."""
    return [{"text": text, **asdict(term_reading(text))} for text in texts]


def postcode_reads(texts: Iterable[str]) -> list[dict[str, Any]]:
    """The postcode that each text holds."""
    return [{"text": text, "postcode": postcode_reading(text)} for text in texts]


def identifier_reads(pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The known form of each (scheme, identifier) as published."""
    return [
        {
            "text": text,
            "published_scheme": scheme,
            **asdict(identifier_reading(scheme, text)),
        }
        for scheme, text in pairs
    ]


def supplier_reads(texts: Iterable[str]) -> list[dict[str, Any]]:
    """The suppliers that each text names, numbered from 1."""
    return [
        {"text": text, "supplier_number": number, "name": name}
        for text in texts
        for number, name in enumerate(supplier_names(text), start=1)
    ]


def arrow_table(rows: Sequence[dict[str, Any]], types: Mapping[str, str]) -> pa.Table:
    """Readings as a table an engine takes."""
    return pa.Table.from_pylist(list(rows), schema=ibis.schema(types).to_pyarrow())


def texts(rows: Table, columns: Sequence[str]) -> Table:
    """The distinct texts of several columns, blanks left out."""
    found = _one_below_another([rows.select(text=rows[name]) for name in columns])
    return found.filter((found.text != "") & found.text.notnull()).distinct()


def odd_amounts(rows: Table, columns: Sequence[str]) -> Table:
    """The distinct amounts that engines cannot read by themselves."""
    found = _one_below_another([rows.select(text=rows[name]) for name in columns])
    return found.filter(~is_plain_money(found.text) & (found.text != "")).distinct()


def untidy_texts(rows: Table, columns: Sequence[str]) -> Table:
    """The distinct (field, text) of texts that need folding or decoding."""
    parts = [rows.select(field=ibis.literal(name), text=rows[name]) for name in columns]
    found = _one_below_another(parts)
    return found.filter(untidy(found.text)).distinct()


def date_texts(rows: Table, columns: Sequence[str]) -> Table:
    """The distinct (source_id, table_name, field, text) of columns of dates, in the body."""
    of_body = (rows.position == "body") & ~rows.is_header_again.fill_null(False)
    cells = rows.select("source_id", "table_name", *columns, of_body=of_body)
    body = cells.filter(cells.of_body)
    parts = [
        body.group_by(
            "source_id", "table_name", field=ibis.literal(name), text=body[name]
        ).agg()
        for name in columns
    ]
    found = _one_below_another(parts)
    return found.filter(found.text != "")


def _one_below_another(parts: Sequence[Table]) -> Table:
    # Filtered when together: an expression costs the more, the more often it is written.
    return ibis.union(*parts) if len(parts) > 1 else parts[0]
