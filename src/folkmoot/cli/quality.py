"""The command that says how well each publisher tells what the Code asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.terminal import (
    json_option,
    print_json,
    print_table,
    workspace_option,
)

if TYPE_CHECKING:
    from folkmoot.core.store import Reader


@click.command()
@click.option(
    "--council",
    default="",
    help="Only this publisher, field by field: a GSS code, a name, or a source's id.",
)
@click.option(
    "--letter",
    "as_letter",
    is_flag=True,
    help="Print the letter to the publisher that --council names, as plain text.",
)
@workspace_option
@json_option
def quality(council: str, as_letter: bool, folder: Path, as_json: bool) -> None:
    """Score what is published against the Local Government Transparency Code 2015.

    Every field that the Code asks for, in spending, contract registers and notices:
    how many rows tell it, and the first that do not.

    Example: folkmoot quality --council Eastmere --letter > letter.txt
    """
    from dataclasses import asdict
    from datetime import date

    from folkmoot.core.workspace import Workspace
    from folkmoot.registers.publication import answers
    from folkmoot.registers.publication.letter import letter

    if as_letter and not council:
        raise click.UsageError(
            "--letter needs --council: a letter is to one publisher."
        )
    workspace = Workspace.open(folder)
    reader = workspace.current()
    try:
        publisher_id = _publisher_id(reader, council)
        if as_letter:
            as_of = date.fromisoformat(workspace.manifest()["as_of"])
            written = letter(reader, publisher_id, sender=workspace.name, as_of=as_of)
            if as_json:
                print_json(asdict(written))
            else:
                click.echo(written.text(), nl=False)
            return
        filters = {"publisher": publisher_id}
        found = (
            answers.fields(reader, filters)
            if council
            else answers.publishers(reader, filters)
        )
    finally:
        reader.close()
    if as_json:
        print_json(found)
    elif council:
        _print_fields(found)
    else:
        _print_publishers(found)


def _publisher_id(reader: Reader, given: str) -> str:
    """The id of the publisher meant; raises `NotFoundError` where there is none."""
    from folkmoot.registers.publication import answers

    if not given:
        return ""
    wanted = given.strip().casefold()
    for row in answers.publishers(reader, {}):
        if wanted in (row["publisher_id"].casefold(), row["publisher"].casefold()):
            return str(row["publisher_id"])
    raise NotFoundError(
        f"Nothing published by “{given}” was scored in this build.",
        "See `folkmoot quality` for the publishers there are.",
    )


def _print_publishers(rows: list[dict[str, Any]]) -> None:
    print_table(
        ["publisher", "kind", "rows", "period", "score", "without column", "weakest"],
        [
            [
                row["publisher"],
                row["kind_label"],
                row["row_count"],
                row["period"],
                _percent(row["score"]),
                row["without_column"],
                f"{row['weakest']} {row['weakest_share']}" if row["weakest"] else "",
            ]
            for row in rows
        ],
    )
    click.echo(
        "\nThe score is the mean share of rows that tell each field that the Code demands."
    )


def _print_fields(rows: list[dict[str, Any]]) -> None:
    print_table(
        ["kind", "field", "duty", "asked", "filled", "told", "share", "where not"],
        [
            [
                row["kind_label"],
                row["label"],
                row["duty"],
                row["asked_rows"],
                row["filled_rows"],
                row["valid_rows"],
                row["share_words"],
                row["evidence"],
            ]
            for row in rows
        ],
    )


def _percent(score: float | None) -> str:
    return "" if score is None else f"{score * 100:.1f}%"
