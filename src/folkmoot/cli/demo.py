"""The command that shows what Folkmoot does, on councils that do not exist."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import click

from folkmoot.core.terminal import as_of_option, day

DEMO_SEED = 2017
"""The year of the study that asked for a tool like this; any number would do."""


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, file_okay=False)
)
@click.option(
    "--seed", default=DEMO_SEED, show_default=True, help="Which invented group."
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8710,
    show_default=True,
    help="Port on this machine.",
)
@click.option("--no-serve", is_flag=True, help="Build and stop.")
@as_of_option
def demo(
    folder: Path | None, seed: int, port: int, no_serve: bool, as_of: datetime | None
) -> None:
    """Invent a group of councils as messy files, build, serve and print the address.

    Without FOLDER it is made in a temporary one. Example: folkmoot demo my-demo
    """
    from folkmoot.build import build_workspace
    from folkmoot.cli.workspace import opportunity_counts, tell_step
    from folkmoot.core.exceptions import WorkspaceError
    from folkmoot.core.workspace import Workspace
    from folkmoot.demo.group import write_group
    from folkmoot.demo.shape import DEMO

    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="folkmoot-demo-"))
    elif folder.exists() and any(folder.iterdir()):
        raise WorkspaceError(
            f"{folder} is not empty.", "Name a new folder for the demo."
        )
    on: date = day(as_of)
    write_group(folder, seed=seed, as_of=on, shape=DEMO)
    workspace = Workspace.open(folder)
    click.echo(f"Invented {workspace.name} in {folder}")
    result = build_workspace(
        workspace, as_of=on, started=datetime.now(UTC), tell=tell_step
    )
    counts = result.build.manifest["row_counts"]
    found = opportunity_counts(workspace)
    click.echo(
        f"{counts['fact.contracts']:,} contracts and {counts['fact.payments']:,} payments "
        f"read; {found.headline:,} joint-buying opportunities found."
    )
    if no_serve:
        click.echo(f"Next: folkmoot serve --workspace {folder}")
        return
    from folkmoot.web.server import check_port
    from folkmoot.web.server import serve as serve_pages

    check_port(port)
    click.echo(f"Open http://127.0.0.1:{port}/ (stop with Ctrl+C)")
    serve_pages(workspace, host="127.0.0.1", port=port)
