"""The command that shows the pages."""

from __future__ import annotations

from pathlib import Path

import click

from folkmoot.core.terminal import workspace_option


@click.command()
@workspace_option
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8710,
    show_default=True,
    help="Port on this machine.",
)
def serve(folder: Path, port: int) -> None:
    """Show the pages of the last good build, to this machine only.

    A new build is picked up by itself. Example: folkmoot serve --port 8711
    """
    from folkmoot.core.workspace import Workspace
    from folkmoot.web.server import check_port
    from folkmoot.web.server import serve as serve_pages

    workspace = Workspace.open(folder)
    workspace.manifest()
    check_port(port)
    click.echo(f"{workspace.name}: http://127.0.0.1:{port}/ (stop with Ctrl+C)")
    serve_pages(workspace, host="127.0.0.1", port=port)
