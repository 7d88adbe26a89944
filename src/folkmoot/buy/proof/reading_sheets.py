"""Sheets on which people read proposals without knowing where they come from.

The first proposals of the ranking and of each simple way stand in one order drawn by lot,
without rank or method; the key is a file apart. Until somebody has filled them in, they
say so: no precision is claimed from them.
"""

from __future__ import annotations

import html
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from folkmoot.buy.proof.simple_ways import Proposed
from folkmoot.core.desk import ExportColumn
from folkmoot.core.exceptions import WorkspaceError
from folkmoot.core.export import csv_bytes

EACH = 20
NOT_READ = "not yet read by people"
SHEET, KEY, PAGE = (
    "reading-sheet.csv",
    "key-open-after-reading.csv",
    "reading-sheet.html",
)
QUESTION = "Would these councils gain by buying this together? (yes, no, cannot tell)"
_COLUMNS = (
    ExportColumn("item", "Item"),
    ExportColumn("council", "Council"),
    ExportColumn("title", "Contract"),
    ExportColumn("end", "Ends"),
    ExportColumn("answer", QUESTION),
    ExportColumn("why", "Why, in a few words"),
    ExportColumn("reader", "Read by"),
    ExportColumn("status", "Status"),
)
_KEY = (
    ExportColumn("item", "Item"),
    ExportColumn("way", "Proposed by"),
    ExportColumn("place", "Place in its list", "integer"),
)


def write_sheets(
    folder: Path,
    proposals: Mapping[str, Sequence[Proposed]],
    *,
    councils: Mapping[str, str],
    seed: int,
) -> list[Path]:
    """Write the sheet as CSV and as a page to print, and the key; gives their paths.

    The same group proposed by several ways stands once. A folder that already holds a sheet
    is refused: answers may stand in it. Raises `WorkspaceError`.
    """
    if (folder / SHEET).exists():
        raise WorkspaceError(
            f"{folder / SHEET} is there already and may hold answers.",
            "Name another folder for the new sheets.",
        )
    origins: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    groups: dict[tuple[str, ...], Proposed] = {}
    for way, made in proposals.items():
        for place, one in enumerate(made[:EACH], start=1):
            key = tuple(sorted(c.contract_id for c in one.contracts))
            origins.setdefault(key, []).append((way, place))
            groups[key] = one
    order = sorted(groups)
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
    items = {key: f"P{number:03d}" for number, key in enumerate(order, start=1)}
    rows = [
        {
            "item": items[key],
            "council": councils.get(c.council_id, c.council_id),
            "title": c.title or "no title",
            "end": c.end.isoformat() if c.end else "not known",
            "answer": "",
            "why": "",
            "reader": "",
            "status": NOT_READ,
        }
        for key in order
        for c in groups[key].contracts
    ]
    told = [
        {"item": items[key], "way": way, "place": place}
        for key in order
        for way, place in origins[key]
    ]
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / SHEET, b"".join(csv_bytes(_COLUMNS, rows)))
    _write(folder / KEY, b"".join(csv_bytes(_KEY, told)))
    _write(folder / PAGE, _page(rows).encode())
    return [folder / SHEET, folder / PAGE, folder / KEY]


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _page(rows: Sequence[Mapping[str, Any]]) -> str:
    """The sheet as a plain page to print and fill in by hand."""
    parts = [
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        "<title>Reading sheet</title></head><body><h1>Reading sheet</h1>"
        f"<p><strong>Status: {NOT_READ}.</strong></p><p>{html.escape(QUESTION)}</p>"
        "<p>Read by: ____________________ on: ____________</p>"
    ]
    item = ""
    for row in rows:
        if row["item"] != item:
            parts.append("</ul>" if item else "")
            item = row["item"]
            parts.append(
                f"<h2>{item}</h2><p>yes / no / cannot tell. Why: ______</p><ul>"
            )
        words = f"{row['council']}: {row['title']}, ends {row['end']}"
        parts.append(f"<li>{html.escape(words)}</li>")
    parts.append("</ul></body></html>" if item else "</body></html>")
    return "".join(parts)
