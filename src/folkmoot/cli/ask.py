"""`folkmoot ask`, with the invented survey, which the desk itself knows nothing of."""

from __future__ import annotations

from pathlib import Path

import click

from folkmoot.ask.commands import ask
from folkmoot.cli.demo import DEMO_SEED

__all__ = ["ask"]


@ask.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--seed", default=DEMO_SEED, show_default=True, help="Which invented answers."
)
def demo(folder: Path, seed: int) -> None:
    """Write an invented survey with its answers and frame, and run it.

    Example: folkmoot ask demo my-survey
    """
    from folkmoot.ask.publish.run import publish
    from folkmoot.ask.survey.file import read_survey
    from folkmoot.core.exceptions import WorkspaceError
    from folkmoot.core.terminal import print_table
    from folkmoot.demo.survey import write_survey

    if folder.exists() and any(folder.iterdir()):
        raise WorkspaceError(
            f"{folder} is not empty.", "Name a new folder for the demo."
        )
    write_survey(folder, seed=seed)
    written = publish(read_survey(folder))
    one = written.publication
    click.echo(
        f"An invented survey in {folder}: {one.rows_kept:,} answers counted of "
        f"{one.rows_in_file:,}, {len(one.pages):,} tables."
    )
    print_table(
        ["file"], [[str(written.folder / name)] for name in sorted(written.files)]
    )
    click.echo(f"Next: open {written.folder / 'report.en.html'} in a browser.")
