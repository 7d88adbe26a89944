"""What pages may ask of the quality of publication: by publisher, field and period.

A score is the mean, over the fields that the Code demands of a kind, of the share of rows
that tell them; a field without a column has a share of nought. What the Code only
recommends is shown and counts towards no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.questions import question
from folkmoot.core.store import Reader
from folkmoot.registers.publication.code import KINDS, transparency_code
from folkmoot.registers.publication.words import (
    one_period,
    period_words,
    place_words,
    share_words,
    table_words,
)

_HERE = "folkmoot.registers"
_PLACES_SHOWN = 3
"""Tables named as evidence beside one field: the spreadsheet of issues has the rest."""


def publishers(reader: Reader, filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row for each publisher and kind of publication: its score and its weakest field.

    Members first, then other councils, then files of no known council. `filters` knows
    `council` (or `publisher`) and `kind`.
    """
    found = _fields(reader, filters, by_period=False)
    key = ("publisher_id", "kind")
    groups = groupby(found, key=lambda row: tuple(row[name] for name in key))
    return [_publisher(list(rows)) for _, rows in groups]


def fields(reader: Reader, filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row for each publisher, kind and field: the share that tells it, and evidence."""
    rows = _fields(reader, filters, by_period=False)
    gaps = _gaps(reader, filters)
    for row in rows:
        own = gaps.get((row["publisher_id"], row["kind"], row["field"]), [])
        row["gaps"] = own
        row["evidence"] = _evidence(own)
    return rows


def trend(reader: Reader, filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of `fields` once for each month of payment, or year of start or award."""
    return _fields(reader, filters, by_period=True)


def publisher(reader: Reader, publisher_id: str) -> dict[str, Any]:
    """One publisher: for each kind its score, its fields with evidence, and its periods.

    Raises `NotFoundError` where nothing of such a publisher was scored.
    """
    filters = {"publisher": publisher_id}
    summaries = publishers(reader, filters)
    if not summaries:
        raise NotFoundError(
            f"Nothing published by “{publisher_id}” was scored in this build.",
            "Choose a publisher from the list of data quality.",
        )
    told, periods = fields(reader, filters), trend(reader, filters)
    first = summaries[0]
    return {
        "publisher_id": publisher_id,
        "publisher": first["publisher"],
        "is_council": first["is_council"],
        "is_member": first["is_member"],
        "kinds": [
            {
                **summary,
                "fields": [row for row in told if row["kind"] == summary["kind"]],
                "not_scored": _not_scored(summary["kind"]),
                "periods": _periods(
                    [row for row in periods if row["kind"] == summary["kind"]]
                ),
            }
            for summary in summaries
        ],
    }


def score(rows: Iterable[Mapping[str, Any]]) -> float | None:
    """The mean share of the fields demanded, from 0 to 1; None where nothing was asked."""
    shares = [
        row["valid_rows"] / row["asked_rows"]
        for row in rows
        if row["is_must"] and row["asked_rows"]
    ]
    return sum(shares) / len(shares) if shares else None


def _fields(
    reader: Reader, filters: Mapping[str, str], *, by_period: bool
) -> list[dict[str, Any]]:
    code = transparency_code()
    asked = [*_asked(filters), by_period]
    rows = reader.rows(question(_HERE, "quality_fields"), asked)
    order = {
        (kind.name, field.name): (KINDS.index(kind.name), place)
        for kind in code.kinds.values()
        for place, field in enumerate(kind.fields)
    }
    # What is no field of a kind (VAT in a notice) is said to be so, not scored.
    rows = [row for row in rows if (row["kind"], row["field"]) in order]
    for row in rows:
        field = code.field(row["kind"], row["field"])
        row |= {
            "kind_label": code.kinds[row["kind"]].label,
            "label": field.label,
            "duty": field.duty,
            "paragraph": field.paragraph,
            "is_must": field.is_must,
            "share": row["valid_rows"] / row["asked_rows"]
            if row["asked_rows"]
            else None,
            "share_words": share_words(row["valid_rows"], row["asked_rows"]),
            "unclear_rows": row["filled_rows"] - row["valid_rows"],
            "blank_rows": row["asked_rows"]
            - row["filled_rows"]
            - row["no_column_rows"],
            "has_no_column": row["asked_rows"] > 0
            and row["no_column_rows"] == row["asked_rows"],
        }
    return sorted(
        rows,
        key=lambda row: (
            not row["is_member"],
            not row["is_council"],
            row["publisher"] or "",
            row["publisher_id"],
            order[row["kind"], row["field"]][0],
            row["period"],
            order[row["kind"], row["field"]][1],
        ),
    )


def _publisher(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    first = rows[0]
    asked = [row for row in rows if row["is_must"] and row["asked_rows"]]
    weakest = min(asked, key=lambda row: (row["share"], row["field"]), default=None)
    periods = [row for row in rows if row["first_period"]]
    start = min((row["first_period"] for row in periods), default=None)
    end = max((row["last_period"] for row in periods), default=None)
    names = (
        "publisher_id",
        "publisher",
        "is_council",
        "is_member",
        "kind",
        "kind_label",
    )
    return {
        **{name: first[name] for name in names},
        "row_count": max(row["asked_rows"] + row["not_asked_rows"] for row in rows),
        "score": score(rows),
        "period": period_words(start, end),
        "complete_fields": sum(row["valid_rows"] == row["asked_rows"] for row in asked),
        "asked_fields": len(asked),
        "without_column": sum(row["has_no_column"] for row in asked),
        "weakest": weakest["label"] if weakest and weakest["share"] < 1 else "",
        "weakest_share": weakest["share_words"] if weakest else "",
    }


def _periods(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each period, newest first, its rows, its score, and the share of each field."""
    found = []
    groups = groupby(
        sorted(rows, key=lambda row: row["period"]), lambda row: row["period"]
    )
    for period, own in groups:
        cells = list(own)
        found.append(
            {
                "period": one_period(period) if period else "undated",
                "row_count": max(c["asked_rows"] + c["not_asked_rows"] for c in cells),
                "score": score(cells),
                "shares": {c["field"]: c["share_words"] for c in cells},
            }
        )
    return found[::-1]


def _not_scored(kind: str) -> list[str]:
    """Labels of what the Code asks and this kind of publication has no place for."""
    code = transparency_code()
    if kind != "notices":
        return []
    asked = {field.name for field in code.kinds["notices"].fields}
    return [f.label for f in code.kinds["contracts"].fields if f.name not in asked]


def _asked(filters: Mapping[str, str]) -> list[str | None]:
    publisher_id = filters.get("publisher") or filters.get("council") or None
    return [publisher_id, filters.get("kind") or None]


def _gaps(
    reader: Reader, filters: Mapping[str, str]
) -> dict[tuple[str, str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in reader.rows(question(_HERE, "quality_gaps"), _asked(filters)):
        key = (row["publisher_id"], row["kind"], row["field"])
        found.setdefault(key, []).append(row)
    return found


def _evidence(gaps: Sequence[dict[str, Any]]) -> str:
    """The first places where the field is lacking, in words."""
    told = []
    for gap in gaps[:_PLACES_SHOWN]:
        if gap["blank_rows"]:
            told.append(f"{place_words(gap)} blank")
        if gap["unclear_rows"]:
            told.append(f"{place_words(gap, rows='unclear')} unclear")
        if gap["no_column_rows"]:
            told.append(f"{table_words(gap)}, no column")
    more = len(gaps) - _PLACES_SHOWN
    return "; ".join(told) + (f"; and {more:,} more tables" if more > 0 else "")
