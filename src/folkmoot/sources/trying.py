"""One file, read on its own and thrown away: what was recognised, how surely, what was lost."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from folkmoot.core.exceptions import SourceError
from folkmoot.core.store import Writer
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.layouts.maps import KINDS, Layout
from folkmoot.sources.layouts.vocabulary import (
    IDENTIFIERS,
    heading_scores,
    normal_heading,
)
from folkmoot.sources.layouts.vocabulary import KINDS as VOCABULARY_KINDS
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import source_files
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
                "SELECT table_name, row_number, pointer, field, severity, rule, message "
                "FROM issue.rows ORDER BY row_number, field LIMIT ?",
                [ISSUES_SHOWN],
            ),
        )
        writer.abandon()
        return trial


def draft_map(trial: Trial) -> str:
    """A layout map that says what was recognised in the first table, for a person to correct.

    Used as it is, it gives the same reading. Columns that nothing was recognised in stand
    as comments, so that none is forgotten. Raises `SourceError` where no table was found.
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
    first_places: dict[str, int] = {}
    for column in columns:
        first_places.setdefault(normal_heading(column["heading"]), column["position"])
    taken: set[str] = set()
    lines = []
    has_positions = False
    for column in columns:
        heading = normal_heading(column["heading"])
        named = column["heading"].strip() or f"column {column['position']}, no heading"
        if not column["field"]:
            lines.append(f"# not used: {_comment(named)}")
            continue
        field = _own_field(column["field"], heading, table["kind"], taken)
        taken.add(field)
        is_found = bool(heading) and first_places[heading] == column["position"]
        has_positions = has_positions or not is_found
        value = (
            _quoted(column["heading"])
            if is_found
            else f"{{ position = {column['position']} }}"
        )
        sure = f"{column['confidence']:.2f}: {column['reason']}"
        lines.append(f"{field} = {value}  # {_comment(sure)}")
    file = next(f for f in trial.files if f["source_id"] == table["source_id"])
    name = PurePosixPath(file["file"].rsplit("!", 1)[-1]).name
    is_for = [f"file = {_quoted('*' + _literal(name))}"] * (
        has_positions or bool(table["beside"])
    )
    if table["beside"]:
        is_for.append(f"sheet = {_quoted(_literal(table['table_name']))}")
    return "\n".join(
        [
            f"kind = {_quoted(table['kind'])}",
            *([f"match = {{ {', '.join(is_for)} }}"] * bool(is_for)),
            f"header = {{ row = {table['header_row']} }}",
            "",
            "# Which heading fills which field, how surely (0 to 1) and why. Correct a",
            "# heading, move it to another field, or delete the line; a field of another",
            "# kind is refused with the list of what is known.",
            "[columns]",
            *lines,
            "",
        ]
    )


def _own_field(field: str, heading: str, kind: str, taken: set[str]) -> str:
    """The field by the name that a map gives it: which number of a supplier a column holds."""
    if field != "supplier_identifier":
        return field
    scores = heading_scores(heading, kind) if kind in VOCABULARY_KINDS else {}
    likely = sorted(IDENTIFIERS, key=lambda name: -scores.get(name, 0.0))
    return next(
        (name for name in likely if name not in taken and name in scores), field
    )


def _comment(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _literal(name: str) -> str:
    """A file's name as a pattern that matches it alone."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in escaped) + '"'
