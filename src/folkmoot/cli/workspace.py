"""Commands that make, fill, build and inspect a workspace."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from folkmoot.core.terminal import (
    as_of_option,
    day,
    json_option,
    place_of,
    print_json,
    print_table,
    workspace_option,
)

if TYPE_CHECKING:
    from folkmoot.core.progress import StepDone
    from folkmoot.core.workspace import Workspace


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", required=True, help="The group, such as a combined authority.")
@click.option(
    "--member",
    "members",
    multiple=True,
    metavar="GSS",
    help="GSS code of a member council; give it once for each.",
)
def init(folder: Path, name: str, members: tuple[str, ...]) -> None:
    """Make a workspace in FOLDER for a group of councils.

    Example: folkmoot init lancashire --name "Lancashire councils" --member E10000017
    """
    from folkmoot.core.workspace import Workspace
    from folkmoot.registers.councils.facts import check_members, known_councils

    check_members(members, known_councils())
    workspace = Workspace.create(folder, group_name=name, members=members)
    _record(workspace, "init", f"{name}, {len(members)} members")
    click.echo(f"Made {folder}. Members are listed in {folder / 'folkmoot.toml'}.")
    click.echo(f"Next: folkmoot add FILE… --workspace {folder}")


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=False)
)
@click.option(
    "--council",
    default="",
    metavar="GSS",
    help="The publisher, where rows do not name it.",
)
@click.option(
    "--origin", default="", metavar="ADDRESS", help="Where the files came from."
)
@click.option("--licence", default="", help="Their licence, such as OGL-UK-3.0.")
@click.option(
    "--replace", is_flag=True, help="Take the new file where a name is taken."
)
@workspace_option
@json_option
def add(
    files: tuple[Path, ...],
    council: str,
    origin: str,
    licence: str,
    replace: bool,
    folder: Path,
    as_json: bool,
) -> None:
    """Add published FILES (or whole folders), exactly as they are.

    Example: folkmoot add register.xlsx spend-2025/ --council E07000121
    """
    from folkmoot.core.workspace import Workspace
    from folkmoot.registers.councils.facts import check_council, known_councils
    from folkmoot.sources.received.ledger import Papers, receive

    workspace = Workspace.open(folder)
    if council:
        check_council(council, known_councils(workspace.config.councils))
    received = receive(
        files,
        into=workspace.sources,
        ledger=workspace.ledger,
        papers=Papers(council=council, origin=origin, licence=licence),
        on=day(None),
        replace=replace,
    )
    for item in received:
        _record(workspace, "add", f"{item.file}: {item.outcome}")
    if as_json:
        print_json([{"file": item.file, "outcome": item.outcome} for item in received])
    else:
        print_table(["file", "outcome"], [[i.file, i.outcome] for i in received])
        click.echo("Next: folkmoot build")


@click.command()
@workspace_option
@as_of_option
@json_option
def build(folder: Path, as_of: datetime | None, as_json: bool) -> None:
    """Read every file, settle who is who, and answer every desk's question.

    Files that have not changed are not read again. Example: folkmoot build --as-of 2022-06-01
    """
    from folkmoot.core.collecting import seldom_collecting

    # What is loaded stays: a collector finds nothing in it.
    with seldom_collecting():
        from folkmoot.build import build_workspace
        from folkmoot.core.workspace import Workspace

    workspace = Workspace.open(folder)
    result = build_workspace(
        workspace,
        as_of=day(as_of),
        started=datetime.now(UTC),
        tell=_quiet if as_json else tell_step,
    )
    if result.is_new:
        _record(workspace, "build", f"{result.build.stamp}, as of {day(as_of)}")
    counts = result.build.manifest["row_counts"]
    if as_json:
        print_json(
            {
                "schema": "folkmoot.build/1",
                "build": result.build.stamp,
                "is_new": result.is_new,
                "as_of": result.build.manifest["as_of"],
                "files_read": result.files_read,
                "files_unchanged": result.files_carried,
                "row_counts": counts,
            }
        )
        return
    found = opportunity_counts(workspace)
    if not result.is_new:
        click.echo(f"Nothing has changed: build {result.build.stamp} stands.")
    print_table(
        ["what", "rows"],
        [
            ["files read", result.files_read],
            ["files unchanged", result.files_carried],
            ["contracts", counts["fact.contracts"]],
            ["payments", counts["fact.payments"]],
            ["suppliers", counts["fact.suppliers"]],
            ["issues", counts["issue.rows"]],
            [
                "dated after --as-of, so hidden",
                result.build.manifest["hidden_by_as_of"],
            ],
            ["opportunities", found.headline],
            ["alternatives to them", found.others],
        ],
    )
    if not workspace.config.members:
        click.echo(
            "No opportunity can be found, as the group has no members: name them by GSS "
            f"code in {workspace.root / 'folkmoot.toml'}."
        )
    elif not counts["fact.contracts"]:
        click.echo(
            "No opportunity can be found, as no file told of a contract. "
            "Add registers or notices: folkmoot add FILE…"
        )


class OpportunityCounts(NamedTuple):
    """Proposals that pages show, and those that share a contract with one of them."""

    headline: int
    others: int


def opportunity_counts(workspace: Workspace) -> OpportunityCounts:
    """What the build in use proposes."""
    reader = workspace.current()
    row = reader.rows(
        "SELECT count(*) FILTER (is_headline) AS headline, "
        "count(*) FILTER (NOT is_headline) AS others FROM finding.buy_opportunities"
    )[0]
    reader.close()
    return OpportunityCounts(row["headline"], row["others"])


@click.command()
@workspace_option
@json_option
def status(folder: Path, as_json: bool) -> None:
    """Show for each file what became of every row: kept, refused or furniture."""
    from folkmoot.core.workspace import Workspace
    from folkmoot.sources.status import status_document

    workspace = Workspace.open(folder)
    reader = workspace.current()
    document = status_document(reader, workspace.manifest())
    reader.close()
    if as_json:
        print_json(document)
        return
    click.echo(
        f"{document['group']}, as of {document['as_of']}, build {document['build']}"
    )
    lines: list[list[object]] = []
    for source in document["sources"]:
        for table in source["tables"]:
            name = source["file"] + (f" · {table['table']}" if table["table"] else "")
            sums = [sum(table[o].values()) for o in ("kept", "refused", "furniture")]
            lines.append(
                [name, table["kind"], table["rows"], *sums, source["latest_date"]]
            )
    print_table(
        ["file", "kind", "rows", "kept", "refused", "furniture", "latest"], lines
    )
    _tell_totals(document["totals"])
    for source in document["sources"]:
        for note in source["notes"]:
            if note["rule"] == "no_council":
                click.echo(f"{source['file']}: {note['message']}")
    for source in document["sources"]:
        if source["refusal"]:
            click.echo(f"{source['file']}: refused. {source['refusal']}")


def _tell_totals(totals: Mapping[str, int]) -> None:
    click.echo(
        f"\n{totals['rows']:,} rows = {totals['kept']:,} kept"
        f" + {totals['refused']:,} refused + {totals['furniture']:,} furniture"
        f" in {totals['files']:,} files; files refused whole:"
        f" {totals['files_refused']:,}."
    )


@click.command()
@workspace_option
@click.option("--file", "name", default="", help="Only files whose path holds this.")
@click.option("--rule", default="", help="Only this rule.")
@click.option(
    "--limit", default=50, show_default=True, help="At most so many; 0 for all."
)
@json_option
def issues(folder: Path, name: str, rule: str, limit: int, as_json: bool) -> None:
    """List the rows and cells that could not be kept as published, and why.

    Example: folkmoot issues --rule date_unreadable --limit 0
    """
    from folkmoot.core.workspace import Workspace
    from folkmoot.registers.answers import issues as issue_rows

    reader = Workspace.open(folder).current()
    found = [row for row in issue_rows(reader, {"rule": rule}) if name in row["file"]]
    reader.close()
    shown = found[:limit] if limit else found
    if as_json:
        print_json(shown)
        return
    print_table(
        ["file", "row", "field", "severity", "rule", "message"],
        [
            [
                r["file"],
                place_of(r),
                r["field"],
                r["severity"],
                r["rule"],
                r["message"],
            ]
            for r in shown
        ],
    )
    click.echo(f"{len(shown):,} of {len(found):,} shown.")


@click.command()
@workspace_option
def rollback(folder: Path) -> None:
    """Point back at the build before the one in use; nothing is deleted."""
    from folkmoot.core.workspace import Workspace

    workspace = Workspace.open(folder)
    build = workspace.roll_back()
    _record(workspace, "rollback", build.stamp)
    click.echo(f"Now in use: build {build.stamp}, as of {build.manifest['as_of']}.")


@click.command()
@workspace_option
@click.option("--limit", default=20, show_default=True, help="At most so many.")
@json_option
def log(folder: Path, limit: int, as_json: bool) -> None:
    """Show who did what to this workspace, latest first."""
    from folkmoot.core.state import State
    from folkmoot.core.workspace import Workspace

    state = State.beside(Workspace.open(folder).root)
    entries = state.entries(limit=limit)
    state.close()
    if as_json:
        print_json(
            [
                {"at": e.at, "who": e.who, "action": e.action, "detail": e.detail}
                for e in entries
            ]
        )
        return
    print_table(
        ["at", "who", "action", "detail"],
        [[e.at, e.who, e.action, e.detail] for e in entries],
    )


def tell_step(step: StepDone) -> None:
    """One line a step: on a terminal as on a pipe."""
    click.echo(
        f"{step.name:<32} {step.rows_in:>10,} in {step.rows_out:>10,} out "
        f"{step.seconds:>7.2f} s",
        file=sys.stderr,
    )


def _quiet(step: StepDone) -> None:
    """Machines read the result, not the way there."""


def _record(workspace: Workspace, action: str, detail: str) -> None:
    from folkmoot.core.state import State

    state = State.beside(workspace.root)
    state.record(action, detail, at=datetime.now(UTC))
    state.close()
