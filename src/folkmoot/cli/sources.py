"""Commands that look at one file before it is built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from folkmoot.core.terminal import json_option, place_of, print_json, print_table

if TYPE_CHECKING:
    from folkmoot.sources.trying import Trial


@click.group()
def sources() -> None:
    """Try how a file is read, and write down its layout."""


@sources.command("try")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--maps",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("maps"),
    show_default=True,
    help="Folder of your own layout maps.",
)
@click.option(
    "--write-map",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what was recognised as a map, to correct.",
)
@json_option
def try_file(file: Path, maps: Path, write_map: Path | None, as_json: bool) -> None:
    """Read FILE on its own and say what was recognised and what was lost.

    Example: folkmoot sources try register.xlsx --write-map maps/register.toml
    """
    from folkmoot.core.exceptions import WorkspaceError
    from folkmoot.sources.layouts.maps import read_layouts
    from folkmoot.sources.trying import draft_map, tried

    trial = tried(file, read_layouts(maps))
    if as_json:
        print_json({name: getattr(trial, name) for name in trial.__slots__})
    else:
        _print(trial)
    if write_map is not None:
        text = draft_map(trial)
        try:
            write_map.parent.mkdir(parents=True, exist_ok=True)
            with write_map.open("x", encoding="utf-8") as stream:
                stream.write(text)
        except OSError as error:
            raise WorkspaceError(
                f"{write_map} cannot be written: {error.strerror}.",
                "Choose another name; a map is never overwritten.",
            ) from error
        click.echo(f"Wrote {write_map}: correct it, and build again.")


def _print(trial: Trial) -> None:
    for source in trial.files:
        click.echo(
            f"{source['file']} ({source['format']}, {source['encoding'] or 'binary'})"
        )
        if source["refusal"]:
            click.echo(f"  Refused: {source['refusal']}")
            continue
        click.echo(
            f"  {source['kind']}, layout: {source['layout']}, "
            f"confidence {source['layout_confidence'] or 0:.2f}"
        )
        for table in trial.tables:
            if table["source_id"] == source["source_id"]:
                name = f"{table['table_name']}: " if table["table_name"] else ""
                count = table["row_count"] + (table["shared_rows"] or 0)
                counted = (
                    ", counted with the table on its left"
                    if table["shared_rows"]
                    else ""
                )
                click.echo(
                    f"  {name}{count:,} {table['unit']}s, "
                    f"header in row {table['header_row']}{counted}"
                )
    click.echo("")
    print_table(
        ["heading", "field", "sure", "why"],
        [
            [c["heading"], c["field"], f"{c['confidence'] or 0:.2f}", c["reason"]]
            for c in trial.columns
        ],
    )
    click.echo("")
    print_table(
        ["what became of rows", "kind", "rows"],
        [[a["outcome"], a["kind"], a["row_count"]] for a in trial.accounting],
    )
    if trial.issues:
        click.echo("")
        print_table(
            ["row", "field", "severity", "message"],
            [
                [
                    place_of(i),
                    i["field"],
                    i["severity"],
                    i["message"],
                ]
                for i in trial.issues
            ],
        )
