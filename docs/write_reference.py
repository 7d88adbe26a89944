"""Writes the reference pages that are drawn from the code: commands, tables, exit codes.

Run `python docs/write_reference.py` after changing any of them; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from folkmoot.build import DESKS
from folkmoot.cli.main import command_targets, root
from folkmoot.core import exceptions
from folkmoot.core.schema import TableSpec
from folkmoot.registers.tables import FACTS
from folkmoot.sources.tables import ALIGNED, SEALED

REFERENCE = Path(__file__).parent / "reference"


def pages() -> dict[str, str]:
    """Each generated page by its file name."""
    return {
        "commands.md": _commands_page(),
        "exit-codes.md": _exit_codes_page(),
        "tables.md": _tables_page(),
    }


def _commands_page() -> str:
    lines = [
        "# Commands",
        "",
        "Drawn from the program by `docs/write_reference.py`. Every command has `--help`.",
        "",
    ]
    context = click.Context(root, info_name="folkmoot")
    for name, command in command_targets().items():
        lines += _command_lines(
            command, click.Context(command, context, info_name=name)
        )
    return "\n".join(lines)


def _command_lines(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## `{context.command_path}`"
    yield ""
    yield "```text"
    yield from (line.rstrip() for line in command.get_help(context).splitlines())
    yield "```"
    yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command_lines(
                    inner, click.Context(inner, context, info_name=name)
                )


def error_classes() -> list[type[exceptions.FolkmootError]]:
    """Every error that a person may meet, by exit code."""
    found = [
        value
        for value in vars(exceptions).values()
        if isinstance(value, type) and issubclass(value, exceptions.FolkmootError)
    ]
    return sorted(found, key=lambda error: error.exit_code)


def _exit_codes_page() -> str:
    lines = [
        "# Exit codes",
        "",
        "| code | name | when |",
        "|---|---|---|",
        "| 0 | | Done. Bad rows are data, not failures: `folkmoot issues` lists them. |",
    ]
    for error in error_classes():
        first = (error.__doc__ or "").strip().splitlines()[0]
        lines.append(f"| {error.exit_code} | `{error.__name__}` | {first} |")
        if error.exit_code == 1:
            lines.append("| 2 | | The command line was not understood. |")
    lines += ["| 130 | | Stopped with Ctrl+C. |", ""]
    return "\n".join(lines)


def _tables_page() -> str:
    lines = [
        "# Tables of a build",
        "",
        "Drawn from the declarations in `tables.py` of each room. A build is one DuckDB file;",
        "open it with any DuckDB client. Stage `raw` keeps each file's own columns as text;",
        "stage `aligned` exists only while a build runs.",
        "",
    ]
    groups: list[tuple[str, Sequence[TableSpec]]] = [
        ("From the sources", (*SEALED, *ALIGNED)),
        ("From the registers", FACTS),
        *((f"From the {desk.name} desk", desk.tables) for desk in DESKS),
    ]
    for title, specs in groups:
        lines += [f"## {title}", ""]
        for spec in specs:
            lines += [f"### `{spec.qualified}`", "", spec.meaning, ""]
            lines += ["| column | type | meaning |", "|---|---|---|"]
            lines += [
                f"| `{c.name}` | {c.type} | {c.meaning.replace('|', chr(92) + '|')} |"
                for c in spec.columns
            ]
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    for file_name, text in pages().items():
        (REFERENCE / file_name).write_text(text, "utf-8")
