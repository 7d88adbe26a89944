"""One file, read on its own and thrown away: what was recognised, how surely, what was lost."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from folkmoot.core.exceptions import SourceError
from folkmoot.core.store import Writer
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.files import source_files
from folkmoot.sources.maps import KINDS, Layout
from folkmoot.sources.reading import read_source
from folkmoot.sources.tables import ALIGNED, SEALED

ISSUES_SHOWN = 20
"""Enough to see what is wrong with a layout; `folkmoot issues` lists all after a build."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What reading one file gave: rows of the tables of the same names in stage `source`."""

    files: Sequence[Mapping[str, Any]]
    tables: Sequence[Mapping[str, Any]]
    columns: Sequence[Mapping[str, Any]]
    accounting: Sequence[Mapping[str, Any]]
    issues: Sequence[Mapping[str, Any]]


def tried(path: Path, layouts: Sequence[Layout]) -> Trial:
    """Read and clean one file (an archive: each file inside), and keep nothing.

    Raises `SourceError` where there is no such file.
    """
    if not path.is_file():
        raise SourceError(f"There is no file {path}.", "Check its name and folder.")
    with TemporaryDirectory() as folder:
        inbox, spill = Path(folder, "sources"), Path(folder, "spill")
        inbox.mkdir()
        spill.mkdir()
        shutil.copyfile(path, inbox / path.name)
        writer = Writer(None)
        writer.create((*SEALED, *ALIGNED))
        for file in source_files(inbox, ledger={}, spill=spill):
            read_source(writer, file, layouts)
        clean_sources(writer)
        trial = Trial(
            files=writer.rows("SELECT * FROM source.files ORDER BY file"),
            tables=writer.rows(
                "SELECT * FROM source.tables ORDER BY source_id, table_name"
            ),
            columns=writer.rows(
                "SELECT * FROM source.columns ORDER BY source_id, table_name, position"
            ),
            accounting=writer.rows(
                "SELECT table_name, outcome, kind, sum(row_count)::BIGINT AS row_count "
                "FROM source.accounting GROUP BY ALL ORDER BY ALL"
            ),
            issues=writer.rows(
                "SELECT row_number, pointer, field, severity, rule, message "
                "FROM issue.rows ORDER BY row_number, field LIMIT ?",
                [ISSUES_SHOWN],
            ),
        )
        writer.abandon()
        return trial


def draft_map(trial: Trial) -> str:
    """A layout map that says what was recognised in the first table, for a person to correct.

    Columns that nothing was recognised in stand as comments, so that none is forgotten.
    Raises `SourceError` where no table was found.
    """
    table = next((t for t in trial.tables if t["kind"] in KINDS.values()), None)
    if table is None:
        raise SourceError(
            "No table was found in the file, so there is nothing to map.",
            "See the refusal above.",
        )
    columns = [
        column
        for column in trial.columns
        if column["source_id"] == table["source_id"]
        and column["table_name"] == table["table_name"]
    ]
    lines = [
        f"kind = {_quoted(table['kind'])}",
        f"header = {{ row = {table['header_row']} }}" if table["header_row"] else "",
        "",
        "# Which heading fills which field. Correct a heading, move it to another field, or",
        "# delete the line; a field of another kind is refused with the list of what is known.",
        "[columns]",
    ]
    for column in columns:
        if column["field"]:
            lines.append(f"{column['field']} = {_quoted(column['heading'])}")
        else:
            lines.append(f"# {column['heading'].strip() or '(no heading)'}: not used")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in escaped) + '"'
