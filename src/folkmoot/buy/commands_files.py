"""`folkmoot buy` commands on what is under way: board, changes, calendar, workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from folkmoot.buy.desk import BOARD, CHANGES, DATES
from folkmoot.core.exceptions import WorkspaceError
from folkmoot.core.terminal import print_json, print_table, workspace_option

if TYPE_CHECKING:
    from folkmoot.buy.commands import Standing
    from folkmoot.core.desk import Listing

_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_csv_option = click.option(
    "--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in Excel."
)
_council_option = click.option(
    "--council", default="", help="Only this council (name or GSS code)."
)


@click.command()
@workspace_option
@_json_option
@_csv_option
def board(*, folder: Path, as_json: bool, as_csv: bool) -> None:
    """What people took up, its next date, and what is overdue.

    Example: folkmoot buy board
    """
    from folkmoot.buy.commands import standing_build

    with standing_build(folder) as standing:
        rows = _rows(BOARD, standing)
    headings = ("Next date", "What then", "Need", "State", "Decided by")
    keys = ("next_date", "next_what", "need_label", "state", "role")
    _print(BOARD, rows, headings, keys, as_json=as_json, as_csv=as_csv)
    if not (as_json or as_csv):
        overdue = [row for row in rows if row["is_overdue"]]
        for row in overdue:
            click.echo(f"Overdue: {row['need_label']}. {row['alert']}")
        click.echo(f"{len(rows):,} under way or parked, {len(overdue):,} overdue.")


@click.command()
@workspace_option
@_json_option
@_csv_option
def changes(*, folder: Path, as_json: bool, as_csv: bool) -> None:
    """What is new, gone or moved since the build before.

    Example: folkmoot buy changes
    """
    from folkmoot.buy.commands import standing_build

    with standing_build(folder) as standing:
        rows = _rows(CHANGES, standing)
    headings = ("", "Need", "What changed", "Why")
    keys = ("kind", "need_label", "what", "why")
    _print(CHANGES, rows, headings, keys, as_json=as_json, as_csv=as_csv)
    if not (as_json or as_csv):
        click.echo(f"{len(rows):,} changes since the build before.")


@click.command()
@workspace_option
@_council_option
@_json_option
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write the file here instead of printing it.",
)
def calendar(*, folder: Path, council: str, as_json: bool, out: Path | None) -> None:
    """Dates ahead as iCalendar: safe starts, go-lives and ends of contracts.

    Take the file again after a build: entries move, none is doubled.
    Example: folkmoot buy calendar --council Eastmere -o eastmere.ics
    """
    from folkmoot.buy.commands import council_code, standing_build
    from folkmoot.buy.decisions.dates import event
    from folkmoot.core.calendar import calendar_bytes

    with standing_build(folder) as standing:
        rows = _rows(DATES, standing, council=council_code(standing.reader, council))
        if as_json:
            print_json({"schema": "folkmoot.calendar/1", "calendar": rows})
            return
        made = calendar_bytes(
            f"{standing.group}: dates of joint purchases",
            [event(row) for row in rows],
            as_of=standing.as_of,
        )
    if out is None:
        click.echo(made, nl=False)
        return
    _written(out, made)
    click.echo(f"{len(rows):,} dates in {out}.")


@click.command()
@click.argument("out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@workspace_option
def workbook(out: Path, *, folder: Path) -> None:
    """Everything that was found in one Excel workbook, a sheet each.

    Example: folkmoot buy workbook joint-purchases.xlsx
    """
    from folkmoot.buy.commands import standing_build
    from folkmoot.buy.workbook import sheets
    from folkmoot.core.export import workbook_bytes

    with standing_build(folder) as standing:
        query = {"as_of": standing.as_of.isoformat()}
        found = sheets(standing.reader, query, standing.state)
        notes = (
            f"{standing.group}, as of {standing.as_of}",
            f"Folkmoot build {standing.stamp}. A supplier that may be a person is "
            "shown as an individual.",
        )
        made = workbook_bytes("What could be bought together", notes, found)
    _written(out, made)
    click.echo(f"{len(found)} sheets in {out}.")


COMMANDS = (board, changes, calendar, workbook)


def _rows(
    listing: Listing, standing: Standing, *, council: str = ""
) -> Sequence[dict[str, Any]]:
    query = {"as_of": standing.as_of.isoformat(), "council": council}
    rows = listing.rows(standing.reader, query)
    return rows if listing.decided is None else listing.decided(rows, standing.state)


def _print(
    listing: Listing,
    rows: Sequence[dict[str, Any]],
    headings: Sequence[str],
    keys: Sequence[str],
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    from folkmoot.buy.commands import cut, print_csv

    if as_json:
        print_json({"schema": f"folkmoot.{listing.name}/1", listing.name: list(rows)})
    elif as_csv:
        print_csv(listing.columns, list(rows))
    else:
        print_table(headings, cut([_line(row, keys) for row in rows]))


def _line(row: Mapping[str, Any], keys: Sequence[str]) -> list[object]:
    return [row[key] if row[key] is not None else "" for key in keys]


def _written(out: Path, made: bytes) -> None:
    try:
        out.write_bytes(made)
    except OSError as error:
        raise WorkspaceError(
            f"{out} could not be written: {error.strerror}.", "Name another file."
        ) from error
