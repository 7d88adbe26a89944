"""Commands that bring a list of suppliers together."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from folkmoot.core.exceptions import SourceError, WorkspaceError
from folkmoot.core.terminal import (
    json_option,
    print_json,
    print_table,
    workspace_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from folkmoot.registers.linking.lists import EarlierName, LinkedSuppliers

_LINKS_SHOWN = 20
"""Enough to see what kind of links were made; the file has them all."""


@click.group()
def suppliers() -> None:
    """Bring the names in a list of suppliers together."""


@suppliers.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every row with its supplier and the reason, as CSV.",
)
@click.option(
    "--review",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the doubtful pairs for a person to look at, as CSV.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An earlier output: its suppliers keep their ids, only new names are compared.",
)
@click.option("--name-column", help="Heading of the column of names.")
@click.option("--number-column", help="Heading of a column of numbers.")
@click.option(
    "--number-scheme",
    type=click.Choice(["GB-COH", "GB-CHC", "GB-VAT"]),
    default="GB-COH",
    show_default=True,
    help="What the numbers of --number-column are: company, charity or VAT numbers.",
)
@click.option("--postcode-column", help="Heading of the column of postcodes.")
@click.option(
    "--all-organisations",
    is_flag=True,
    help="You answer for it that FILE names no people: hide none, compare all.",
)
@workspace_option
@json_option
def resolve(  # noqa: PLR0913 (one option each)
    file: Path,
    output: Path | None,
    review: Path | None,
    against: Path | None,
    name_column: str | None,
    number_column: str | None,
    number_scheme: str,
    postcode_column: str | None,
    all_organisations: bool,
    folder: Path,
    as_json: bool,
) -> None:
    """Say which names in FILE, a CSV file or a workbook, are one supplier, and why.

    Names that may be of people are shown as "an individual" and compared with no other;
    their number is told, and --output has the row of each. In a workspace their ids stay
    the same from run to run; elsewhere they are good for one run.

    Example: folkmoot suppliers resolve suppliers.csv -o resolved.csv --review doubtful.csv
    """
    from folkmoot.registers.linking.list_files import Columns, listed_names
    from folkmoot.registers.linking.lists import (
        DoubtfulPair,
        LinkedName,
        linked_suppliers,
    )

    columns = Columns(name_column, number_column, postcode_column, number_scheme)
    linked = linked_suppliers(
        listed_names(file, columns),
        secret=_secret(folder),
        earlier=[] if against is None else _earlier(against),
        holds_people=not all_organisations,
    )
    if output is not None:
        _write(output, LinkedName, linked.names)
    if review is not None:
        _write(review, DoubtfulPair, linked.doubtful)
    if as_json:
        print_json(
            {
                "counts": linked.counts,
                "names": [asdict(name) for name in linked.names],
                "doubtful": [asdict(pair) for pair in linked.doubtful],
            }
        )
        return
    _print(linked)
    for path, what in ((output, "every row"), (review, "the doubtful pairs")):
        if path is not None:
            click.echo(f"Wrote {what} to {path}.")


def _secret(folder: Path) -> bytes:
    """The workspace's secret, so that ids of individuals last; one of this run elsewhere."""
    import secrets

    from folkmoot.core.secret import workspace_secret

    if (folder / "folkmoot.toml").is_file():
        return workspace_secret(folder)
    return secrets.token_bytes(32)


def _earlier(path: Path) -> list[EarlierName]:
    """The rows of an earlier output, those of individuals left out as they have no name."""
    import csv

    from folkmoot.registers.linking.list_files import ListedName
    from folkmoot.registers.linking.lists import EarlierName

    needed = {"row_number", "name", "supplier_id", "display_name", "is_individual"}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if not needed <= set(reader.fieldnames or ()):
                raise SourceError(
                    f"{path} is no output of this command.",
                    "Give the file that an earlier run wrote with --output.",
                )
            return [
                EarlierName(
                    ListedName(
                        0,
                        _as_written(row["name"]),
                        row.get("scheme", ""),
                        row.get("identifier", ""),
                        row.get("postcode", ""),
                    ),
                    row["supplier_id"],
                    _as_written(row["display_name"]),
                )
                for row in reader
                if row["is_individual"] == "no" and row["supplier_id"]
            ]
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"{path} cannot be read.", "Check its name, and that it is CSV."
        ) from error


def _as_written(cell: str) -> str:
    """The cell without the apostrophe that kept a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


def _write(path: Path, kind: type[Any], rows: Sequence[Any]) -> None:
    """Write rows of one kind as CSV whose cells no spreadsheet runs."""
    import csv

    from folkmoot.core.export import inert_text

    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([field.name for field in fields(kind)])
            writer.writerows(
                [_cell(value, inert_text) for value in asdict(row).values()]
                for row in rows
            )
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be written: {error.strerror}.", "Choose another place."
        ) from error


def _cell(value: object, inert: Any) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return inert(value) if isinstance(value, str) else value


def _print(linked: LinkedSuppliers) -> None:
    likely = [name for name in linked.names if name.linked_name]
    if likely:
        print_table(
            ["row", "name", "linked to", "score", "why"],
            [
                [n.row_number, n.name, n.linked_name, f"{n.score:.2f}", n.evidence]
                for n in likely[:_LINKS_SHOWN]
            ],
        )
        if len(likely) > _LINKS_SHOWN:
            click.echo(f"… and {len(likely) - _LINKS_SHOWN:,} more.")
        click.echo("")
    if hidden := linked.counts["hidden_individuals"]:
        click.echo(_of_hidden(hidden, linked.counts["names"]))
        click.echo("")
    print_table(
        ["what was found", "count"],
        [[name.replace("_", " "), count] for name, count in linked.counts.items()],
    )


def _of_hidden(hidden: int, names: int) -> str:
    return (
        f"{hidden:,} of the {names:,} names may be of people: they are shown as "
        "“an individual” and compared with no other name. --output lists the row of each "
        "(is_individual: yes). If your list names firms only, run again with "
        "--all-organisations."
    )
