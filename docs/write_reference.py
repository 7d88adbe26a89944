"""Writes the reference pages that are drawn from the code: commands, tables, rules and so on.

Run `python docs/write_reference.py` after changing any of them; a test compares.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parent))

import law_and_time
import python_page
import survey_file_page

from folkmoot.build import DESKS
from folkmoot.buy.settings import SETTINGS
from folkmoot.cli.main import command_targets, root
from folkmoot.core import exceptions
from folkmoot.core.config import COUNCIL_KEYS, GROUP_KEYS, KINDS_IN_WORDS
from folkmoot.core.schema import TableSpec
from folkmoot.registers.publication.code import transparency_code
from folkmoot.registers.tables import FACTS
from folkmoot.sources import rules
from folkmoot.sources.layouts import maps
from folkmoot.sources.layouts.vocabulary import IDENTIFIERS, aligned_spec, fields_of
from folkmoot.sources.tables import ALIGNED, SEALED
from folkmoot.web.openapi import openapi_document

REFERENCE = Path(__file__).parent / "reference"


def pages() -> dict[str, str]:
    """Each generated page by its file name."""
    return {
        "commands.md": _commands_page(),
        "exit-codes.md": _exit_codes_page(),
        "law-and-time.md": law_and_time.page(),
        "maps.md": _maps_page(),
        "publication-code.md": _code_page(),
        "python.md": python_page.page(),
        "rules.md": _rules_page(),
        "schemas/openapi.json": _api_document(),
        "settings.md": _settings_page(),
        "survey-file.md": survey_file_page.page(),
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


def _code_page() -> str:
    code = transparency_code()
    lines = [
        "# What the Code asks of each row",
        "",
        "Drawn from `registers/reference/publication_code.toml`. How rows are scored against it:",
        "[send a publisher what its files lack](../how-to/tell-a-publisher-what-is-missing.md).",
        "",
        f"{code.name}, {code.publisher}, {code.published.day} {code.published:%B %Y}: "
        f"<{code.address}>. Compiled {code.compiled.day} {code.compiled:%B %Y}, checked:",
        "",
        *(f"- {line}" for line in code.checked),
        "",
        *(f"{line}\n" for line in code.notes),
    ]
    for kind in code.kinds.values():
        lines += [
            f"## {kind.label}",
            "",
            "| field | what is asked | duty | paragraph | found under |",
            "|---|---|---|---|---|",
        ]
        for field in kind.fields:
            fields = [f"field `{name}`" for name in sorted(field.aligned)]
            headings = [
                f"“{words}”" for words in (*field.headings, *sorted(field.whole))
            ]
            is_late = kind.name == "notices" and field.notices == "award"
            after = " (after the award)" if is_late else ""
            lines.append(
                f"| {field.label} | {field.asks}{after} | {field.duty} | {field.paragraph} "
                f"| {', '.join(fields or headings)} |"
            )
        lines.append("")
    return "\n".join(lines)


def _rules_page() -> str:
    lines = [
        "# Rules",
        "",
        "Every rule that a row of `issue.rows` can name, drawn from `sources/rules.py`. An",
        "issue may say more than the sentence here, such as which lines it speaks of.",
        "",
        "Severity says what was lost: of *refused* the row, of *cell* that one value, of",
        "*note* nothing, but somebody should look.",
        "",
    ]
    groups = (
        ("While a file is read", rules.READING),
        ("While rows are cleaned", rules.CLEANING),
        ("While names are settled", rules.RESOLVING),
    )
    for title, told in groups:
        lines += [
            f"## {title}",
            "",
            "| rule | severity | what is wrong |",
            "|---|---|---|",
        ]
        lines += [
            f"| `{name}` | {rule.severity} | {_cell(rule.message)} |"
            for name, rule in told.items()
        ]
        lines.append("")
    return "\n".join(lines)


def _maps_page() -> str:
    lines = [
        "# Layout maps",
        "",
        "A map is a TOML file in the workspace's folder `maps/`. It says which column of a",
        "published file means what, for the file whose layout is not recognised. Maps of the",
        "workspace come first, in the order of their names, then those that ship; the first",
        "of which every needed heading is there is used. [How to write one]"
        "(../how-to/add-a-councils-file.md).",
        "",
        "```toml",
        EXAMPLE_MAP.strip(),
        "```",
        "",
        "Headings are compared in lower case and without signs: `Amount (£)` and",
        "`amount_gbp` are one.",
        "",
        "## Keys",
        "",
        "| key | meaning |",
        "|---|---|",
        *(f"| `{key}` | {_cell(meaning)} |" for key, meaning in maps.KEYS.items()),
        "",
        "## Fields by kind",
        "",
    ]
    for kind in sorted(set(maps.KINDS.values())):
        names = [name for name, meant in maps.KINDS.items() if meant == kind]
        meanings = {c.name: c.meaning for c in aligned_spec(kind).columns}
        lines += [f"### {' or '.join(f'`{name}`' for name in names)}", ""]
        lines += ["| field | meaning |", "|---|---|"]
        lines += [
            f"| `{name}` | {_cell(meanings.get(name) or _number_meaning(name))} |"
            for name in fields_of(kind)
        ]
        lines.append("")
    return "\n".join(lines)


EXAMPLE_MAP = """
about = "The register of an invented council"
kind = "contracts"
header = 3

[match]
file = "contracts-*.xlsx"

[columns]
title = "Name of contract"
supplier_name = ["Provider", "Contractor"]
end_text = { from = "Runs until", optional = true }
"""
"""A test reads it, so that the page never shows a map that stops a build."""


def _number_meaning(name: str) -> str:
    return f"A number of scheme {IDENTIFIERS[name]}; fills `supplier_identifier`"


def _settings_page() -> str:
    lines = [
        "# Settings",
        "",
        "What `folkmoot.toml` of a workspace may hold. A key that is not here, or a value",
        "out of its bounds, stops the build with a sentence.",
        "",
    ]
    for title, keys in (("[group]", GROUP_KEYS), ("[[councils]]", COUNCIL_KEYS)):
        lines += [
            f"## `{title}`",
            "",
            "| key | takes | needed | meaning |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| `{key.name}` | {KINDS_IN_WORDS[key.kind]} "
            f"| {'yes' if key.is_needed else 'no'} | {_cell(key.meaning)} |"
            for key in keys
        ]
        lines.append("")
    lines += [
        "## `[buy]`",
        "",
        "None is needed.",
        "",
        "| key | default | from | to | meaning |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.key}` | {one.default:g} | {one.least:g} | {one.most:g} "
        f"| {_cell(one.meaning)} |"
        for one in SETTINGS
    ]
    lines.append("")
    return "\n".join(lines)


def _api_document() -> str:
    document = openapi_document(DESKS)
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for file_name, text in pages().items():
        (REFERENCE / file_name).write_text(text, "utf-8")
