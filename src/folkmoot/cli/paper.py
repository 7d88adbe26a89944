"""`folkmoot paper`: the two pages on one proposal for a committee, as a PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from folkmoot.core.exceptions import WorkspaceError
from folkmoot.core.terminal import workspace_option


@click.command()
@click.argument("opportunity_id", metavar="ID")
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="The file to write; paper-ID.pdf here by default.",
)
@workspace_option
def paper(opportunity_id: str, out: Path | None, *, folder: Path) -> None:
    """Two pages on proposal ID for a committee, as a tagged PDF.

    Example: folkmoot paper 82c6af32a5 -o agency-staff.pdf
    """
    from folkmoot.core.workspace import Workspace
    from folkmoot.web.documents import paper_of

    workspace = Workspace.open(folder)
    as_of = date.fromisoformat(workspace.manifest()["as_of"])
    made = paper_of(workspace, opportunity_id)
    target = out if out is not None else Path(f"paper-{opportunity_id}.pdf")
    try:
        target.write_bytes(made)
    except OSError as error:
        raise WorkspaceError(
            f"{target} could not be written: {error.strerror}.", "Name another file."
        ) from error
    click.echo(f"{target} ({len(made):,} bytes), as of {as_of}.")
