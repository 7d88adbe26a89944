"""`folkmoot buy`: the desk's answers on a terminal, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from folkmoot.buy.desk import EXPIRING_COLUMNS, OPPORTUNITIES
from folkmoot.buy.printing import end_in_words, print_opportunity
from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.terminal import print_json, print_table, workspace_option

if TYPE_CHECKING:
    from decimal import Decimal

    from folkmoot.core.desk import ExportColumn
    from folkmoot.core.state import State
    from folkmoot.core.store import Reader

DAYS_A_MONTH = 30.4375
NAME_WIDTH = 46


@dataclass(frozen=True, slots=True)
class Standing:
    """The build that answers, and the day and group it is for."""

    reader: Reader
    as_of: date
    group: str
    stamp: str
    state: State


@contextmanager
def standing_build(folder: Path) -> Iterator[Standing]:
    """The build in use and what people decided, closed afterwards."""
    from folkmoot.core.state import State
    from folkmoot.core.workspace import Workspace

    workspace = Workspace.open(folder)
    reader = workspace.current()
    state = State.open(workspace.root)
    try:
        manifest = workspace.manifest()
        as_of = date.fromisoformat(manifest["as_of"])
        stamp = str(manifest["stamp"])
        yield Standing(reader, as_of, workspace.name, stamp, state)
    finally:
        state.close()
        reader.close()


@click.group()
def buy() -> None:
    """What could be bought together, when, from whom, and how much is at stake.

    Example: folkmoot buy opportunities --limit 10
    """


@buy.command()
@workspace_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON (folkmoot.opportunities/1)."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in Excel.")
@click.option(
    "--council", default="", help="Only with this council (name or GSS code)."
)
@click.option(
    "--category", default="", help="Only this service area, need or words of it."
)
@click.option("--limit", type=click.IntRange(1), default=None, help="At most so many.")
def opportunities(
    *,
    folder: Path,
    as_json: bool,
    as_csv: bool,
    council: str,
    category: str,
    limit: int | None,
) -> None:
    """What could be bought together, best first.

    Example: folkmoot buy opportunities --council Eastmere --limit 5
    """
    from folkmoot.buy.decisions.decided import rows_decided
    from folkmoot.buy.findings import listing_rows, opportunities_document

    with standing_build(folder) as standing:
        filters = {
            "council": council_code(standing.reader, council),
            "category": category,
        }
        found = listing_rows(standing.reader, filters)
        rows = rows_decided(found, standing.state)[:limit]
        if as_json:
            print_json(
                opportunities_document(
                    rows, as_of=standing.as_of.isoformat(), group=standing.group
                )
            )
        elif as_csv:
            print_csv(OPPORTUNITIES.columns, rows)
        else:
            _print_opportunities(rows)


@buy.command()
@click.argument("opportunity_id", metavar="ID")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def opportunity(opportunity_id: str, *, folder: Path, as_json: bool) -> None:
    """One proposal: who, when, how much, what speaks for it and against it.

    Example: folkmoot buy opportunity 82c6af32a5
    """
    from folkmoot.buy.findings import opportunity as found_opportunity

    with standing_build(folder) as standing:
        found = found_opportunity(standing.reader, opportunity_id)
    if as_json:
        print_json(found)
    else:
        print_opportunity(found)


@buy.command()
@workspace_option
@click.option(
    "--within",
    type=click.IntRange(0, 600),
    default=12,
    show_default=True,
    help="Months from the as-of date.",
)
@click.option("--council", default="", help="Only this council (name or GSS code).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in Excel.")
def expiring(
    *, folder: Path, within: int, council: str, as_json: bool, as_csv: bool
) -> None:
    """Members' contracts that end soon, and the proposal each stands in.

    Example: folkmoot buy expiring --within 12
    """
    from folkmoot.buy.findings import expiring as found_expiring

    with standing_build(folder) as standing:
        last = standing.as_of + timedelta(days=round(within * DAYS_A_MONTH))
        code = council_code(standing.reader, council)
        rows = found_expiring(
            standing.reader, first=standing.as_of, last=last, council=code
        )
    if as_json:
        print_json(
            {
                "schema": "folkmoot.expiring/1",
                "as_of": standing.as_of,
                "contracts": rows,
            }
        )
        return
    if as_csv:
        print_csv(EXPIRING_COLUMNS, rows)
        return
    headings = ("Ends", "Council", "Contract", "Supplier", "Proposal")
    table = [
        (
            end_in_words(row["end_date"], row["end_method"]),
            row["council_name"],
            row["title"],
            row["suppliers"],
            row["opportunity_id"],
        )
        for row in rows
    ]
    print_table(headings, cut(table))
    click.echo(f"{len(rows):,} contracts end by {last}.")


def council_code(reader: Reader, given: str) -> str:
    """The GSS code of a council given by code or name; raises NotFoundError."""
    if not given:
        return ""
    row = reader.row(
        "SELECT council_id FROM fact.councils "
        "WHERE council_id = $1 OR lower(name) = lower($1) "
        "ORDER BY end_date IS NOT NULL, council_id",
        [given],
    )
    if row is None:
        raise NotFoundError(
            f"No council “{given}” is in this build.",
            "Give its short name or its GSS code, as on the page of councils.",
        )
    return str(row["council_id"])


def print_csv(columns: Sequence[ExportColumn], rows: list[dict[str, Any]]) -> None:
    """The rows as CSV, safe to open in Excel."""
    from folkmoot.core.export import csv_bytes

    for chunk in csv_bytes(columns, rows):
        click.echo(chunk, nl=False)


def _print_opportunities(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        click.echo(
            "No two members have contracts for one need that could end together."
        )
        click.echo(
            "`folkmoot status` shows what was read; add the files of more councils."
        )
        return
    headings = ("", "Id", "Need", "Members", "£ a year", "Start by", "Sure")
    table = [
        (
            row["rank"],
            row["opportunity_id"],
            row["need_label"],
            row["members"],
            _a_year(row["value_low_gbp"], row["value_high_gbp"]),
            row["latest_safe_start_date"],
            f"{row['confidence']:.2f}",
        )
        for row in rows
    ]
    print_table(headings, cut(table))


def _a_year(low: Decimal | None, high: Decimal | None) -> str:
    """The whole range: a single sum would claim to know what pages give as a span."""
    if low is None or high is None:
        return "not known"
    ends = dict.fromkeys(f"{one:,.0f}" for one in (low, high))
    return " to ".join(ends)


def cut(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Cells cut to a width that a terminal holds."""
    return [
        [cell[:NAME_WIDTH] if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]


def _more_commands() -> None:
    from folkmoot.buy.commands_files import COMMANDS
    from folkmoot.buy.notice_command import notice
    from folkmoot.buy.proof.commands import COMMANDS as PROVING

    for command in (*COMMANDS, *PROVING, notice):
        buy.add_command(command)


_more_commands()
