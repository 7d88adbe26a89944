"""What commands of any room take and print on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def workspace_option(command: F) -> F:
    """The folder to work in: this one unless named."""
    return click.option(
        "--workspace",
        "-w",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(),
        show_default="this folder",
        help="Folder of the workspace.",
    )(command)


def as_of_option(command: F) -> F:
    """The date that the answers are for; the only place where today is asked."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        default=None,
        show_default="today",
        help="Hide what was published or dated later than this day.",
    )(command)


def json_option(command: F) -> F:
    """The same answer for machines."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def day(given: datetime | None) -> date:
    """The day asked for, or today by this machine's calendar."""
    return (given or datetime.now().astimezone()).date()


def print_json(document: Any) -> None:
    """One JSON document, indented, on standard output."""
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False, default=str)
    sys.stdout.write("\n")


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows under headings; numbers to the right, everything else to the left."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [
        max(len(heading), *(len(row[i]) for row in cells)) if cells else len(heading)
        for i, heading in enumerate(headings)
    ]
    right = [
        bool(rows) and all(_is_number(row[i]) for row in rows)
        for i in range(len(headings))
    ]
    for line in ([*headings], ["-" * width for width in widths], *cells):
        parts = [
            text.rjust(width) if is_right else text.ljust(width)
            for text, width, is_right in zip(line, widths, right, strict=True)
        ]
        click.echo("  ".join(parts).rstrip())


def place_of(issue: Mapping[str, Any]) -> str:
    """Where an issue stands: a pointer or a row; one of no row is of the table or file."""
    if issue["row_number"]:
        return issue["pointer"] or f"row {issue['row_number']}"
    return "whole table" if issue["table_name"] or issue["field"] else "whole file"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))
