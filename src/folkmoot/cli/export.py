"""The command that writes a list for a spreadsheet program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from folkmoot.core.exceptions import NotFoundError, WorkspaceError
from folkmoot.core.terminal import workspace_option

if TYPE_CHECKING:
    from folkmoot.core.desk import Listing


@click.command()
@click.argument("name", metavar="LIST")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Where to write; a name ending in .xlsx gives Excel, any other CSV.",
)
@workspace_option
def export(name: str, output: Path, folder: Path) -> None:
    """Write every row of LIST: opportunities, contracts, councils, sources or issues.

    Cells are inert: none is taken for a formula, whatever it holds.
    Example: folkmoot export contracts -o contracts.xlsx
    """
    from folkmoot.core.export import csv_bytes, excel_bytes
    from folkmoot.core.state import State
    from folkmoot.core.workspace import Workspace
    from folkmoot.web.house import workbook_notes

    listing = _listing(name)
    workspace = Workspace.open(folder)
    reader = workspace.current()
    manifest = workspace.manifest()
    rows = listing.rows(reader, {"as_of": manifest["as_of"]})
    if listing.decided is not None:
        state = State.open(workspace.root)
        rows = listing.decided(rows, state)
        state.close()
    try:
        if output.suffix.lower() == ".xlsx":
            notes = workbook_notes(
                workspace.name, as_of=manifest["as_of"], stamp=manifest["stamp"]
            )
            output.write_bytes(excel_bytes(listing.title, notes, listing.columns, rows))
        else:
            with output.open("wb") as stream:
                stream.writelines(csv_bytes(listing.columns, rows))
    except OSError as error:
        raise WorkspaceError(
            f"{output} cannot be written: {error.strerror}.", "Choose another place."
        ) from error
    finally:
        reader.close()
    click.echo(f"Wrote {len(rows):,} rows to {output}.")


def _listing(name: str) -> Listing:
    from folkmoot.build import DESKS
    from folkmoot.web.house import LISTINGS

    listings = {
        listing.name: listing
        for listing in (*LISTINGS, *(one for desk in DESKS for one in desk.listings))
    }
    if name not in listings:
        raise NotFoundError(
            f"There is no list called {name}.", f"Lists are {', '.join(listings)}."
        )
    return listings[name]
