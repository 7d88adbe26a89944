"""The table of contents: every step from file to finding, in order.

Read `build_workspace` from top to bottom and you have read the product.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from folkmoot.buy.desk import DESK as BUY
from folkmoot.core.desk import BuildContext, Desk
from folkmoot.core.exceptions import BuildFailedError, NoDataError
from folkmoot.core.schema import TableSpec
from folkmoot.core.secret import workspace_secret
from folkmoot.core.store import Reader, Writer, quoted
from folkmoot.core.workspace import SealedBuild, Workspace
from folkmoot.registers.resolving import resolve
from folkmoot.registers.tables import FACT_CONTRACTS, FACT_PAYMENTS, FACTS
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.files import SourceFile, source_files
from folkmoot.sources.ledger import read_ledger
from folkmoot.sources.maps import Layout, read_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.tables import ALIGNED, CLEAN_CONTRACTS, CLEAN_PAYMENTS
from folkmoot.sources.tables import SEALED as SOURCES_SEALED

DESKS: tuple[Desk, ...] = (BUY,)
"""Every desk that is open; the next one is one import and one name."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """One line of progress: what was done, how many rows went in and came out."""

    name: str
    rows_in: int
    rows_out: int
    seconds: float


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The build that now stands, and whether anything had to be done for it."""

    build: SealedBuild
    is_new: bool
    files_read: int
    files_carried: int


Tell = Callable[[StepDone], None]


def build_workspace(
    workspace: Workspace, *, as_of: date, started: datetime, tell: Tell
) -> BuildResult:
    """Read what is new, clean it, resolve it, ask every desk, and seal the answers.

    `as_of` hides what was published or dated later. Where files, settings, date and code
    are as in the build in use, that build stands and nothing is done. Raises
    `BuildBusyError`, `BuildFailedError`, `NoDataError`, `ConfigError`.
    """
    stamp = started.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    with workspace.drafting(stamp) as draft:
        writer, steps = draft.writer, _Steps(draft.writer, tell)
        layouts = read_layouts(workspace.maps)
        ledger = read_ledger(workspace.ledger)
        files = source_files(workspace.sources, ledger=ledger, spill=draft.spill)
        inputs = _inputs(workspace, files, layouts, as_of=as_of)
        before = workspace.latest()
        if before is not None and before.manifest.get("inputs") == inputs:
            return BuildResult(before, False, 0, len(files))
        known = _unchanged(files, inputs, before)
        fresh = [file for file in files if file.source_id not in known]

        writer.create((*SOURCES_SEALED, *ALIGNED, *FACTS))
        for desk in DESKS:
            writer.create(desk.tables)
        if before is not None and known:
            with steps.step("carry over unchanged files", out=CLEANED):
                _carry_over(writer, before, known)
        with steps.step("read files", out=ALIGNED, rows_in=len(fresh)):
            for file in fresh:
                read_source(writer, file, layouts)
        with steps.step("clean rows", into=ALIGNED, out=CLEANED):
            clean_sources(writer)
            writer.drop(ALIGNED)
        _check_accounting(writer)
        with steps.step("resolve who and what", into=CLEANED, out=FACTS):
            resolve(
                writer,
                members=workspace.config.members,
                extra_councils=workspace.config.councils,
                as_of=as_of,
                secret=workspace_secret(workspace.root),
            )
        _check_date(writer, as_of=as_of)
        for desk in DESKS:
            with steps.step(f"ask: {desk.name}", into=FACTS, out=desk.tables):
                context = _context(workspace, desk, before, as_of=as_of)
                desk.build(writer, context)
                if context.previous is not None:
                    context.previous.close()
        manifest = _manifest(writer, workspace, files, inputs, stamp=draft.stamp)
        with steps.step("seal", out=()):
            build = draft.seal(manifest)
    workspace.prune()
    return BuildResult(build, True, len(fresh), len(known))


CLEANED = (CLEAN_CONTRACTS, CLEAN_PAYMENTS)


@cache
def code_version() -> str:
    """The release and a fingerprint of every file of this package.

    A build is carried over only by the very code that made it.
    """
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        is_web = "web" in path.relative_to(package).parts
        if path.suffix in {".py", ".toml", ".csv", ".sql", ".txt"} and not is_web:
            digest.update(path.read_bytes())
    return f"{version('folkmoot')}+{digest.hexdigest()[:12]}"


def _inputs(
    workspace: Workspace,
    files: Sequence[SourceFile],
    layouts: Sequence[Layout],
    *,
    as_of: date,
) -> dict[str, Any]:
    """All that the result depends on; equal inputs give equal answers."""
    config = workspace.config
    settings = {
        "name": config.group_name,
        "members": sorted(config.members),
        "invented": config.is_invented,
        "councils": [dict(council) for council in config.councils],
        "desks": {name: dict(table) for name, table in config.desks.items()},
    }
    return {
        "as_of": as_of.isoformat(),
        "code": code_version(),
        "settings": json.loads(json.dumps(settings, default=str)),
        "layouts": hashlib.sha256(repr(list(layouts)).encode()).hexdigest(),
        "files": {
            file.source_id: [
                file.file,
                file.sha256,
                file.declared_council,
                file.origin,
                file.licence,
                file.refusal,
            ]
            for file in files
        },
    }


def _unchanged(
    files: Sequence[SourceFile], inputs: Mapping[str, Any], before: SealedBuild | None
) -> frozenset[str]:
    """Sources whose rows can be taken from the last build as they are."""
    if before is None:
        return frozenset()
    then = before.manifest.get("inputs", {})
    if any(then.get(key) != inputs[key] for key in ("code", "layouts")):
        return frozenset()
    known = then.get("files", {})
    return frozenset(
        file.source_id
        for file in files
        if known.get(file.source_id) == inputs["files"][file.source_id]
    )


def _carry_over(writer: Writer, before: SealedBuild, known: frozenset[str]) -> None:
    """Copy the raw and clean rows of unchanged files from the last build."""
    connection = writer.connection
    connection.execute(f"ATTACH '{_sql_text(str(before.path))}' AS before (READ_ONLY)")
    sources = sorted(known)
    for spec in SOURCES_SEALED:
        name = writer.name(spec)
        connection.execute(
            f"INSERT INTO {name} BY NAME SELECT * FROM before.{name} "  # noqa: S608
            "WHERE list_contains($sources, source_id)",
            {"sources": sources},
        )
    raw = writer.rows(
        "SELECT raw_table FROM source.tables WHERE raw_table <> '' ORDER BY raw_table"
    )
    if raw:
        connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    for row in raw:
        name = f"raw.{quoted(row['raw_table'])}"
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM before.{name}")  # noqa: S608
    connection.execute("DETACH before")


def _sql_text(text: str) -> str:
    return text.replace("'", "''")


def _check_accounting(writer: Writer) -> None:
    """Stop rather than seal a build that lost a row."""
    wrong = writer.rows(
        """
        SELECT f.file, t.table_name, t.row_count, coalesce(sum(a.row_count), 0) AS told
        FROM source.tables t
        JOIN source.files f USING (source_id)
        LEFT JOIN source.accounting a USING (source_id, table_name)
        GROUP BY ALL HAVING t.row_count <> told ORDER BY f.file
        """
    )
    if wrong:
        row = wrong[0]
        raise BuildFailedError(
            f"{row['file']} has {row['row_count']} rows, but {row['told']} are accounted "
            f"for ({len(wrong)} such tables).",
            "The last good build still stands; please report this file's layout.",
        )


def _check_date(writer: Writer, *, as_of: date) -> None:
    """Stop when the date asked for lies before everything that was read."""
    counts = [
        _count(writer, (spec,))
        for spec in (CLEAN_CONTRACTS, CLEAN_PAYMENTS, FACT_CONTRACTS, FACT_PAYMENTS)
    ]
    if sum(counts[:2]) and not sum(counts[2:]):
        raise NoDataError(
            f"Nothing in the sources was published or dated by {as_of:%d %B %Y}.",
            "Choose a later --as-of; `folkmoot status` shows the dates of each file.",
        )


def _context(
    workspace: Workspace, desk: Desk, before: SealedBuild | None, *, as_of: date
) -> BuildContext:
    return BuildContext(
        as_of=as_of,
        group_name=workspace.name,
        settings=workspace.config.desks.get(desk.name, {}),
        previous=Reader(before.path) if before is not None else None,
    )


def _manifest(
    writer: Writer,
    workspace: Workspace,
    files: Sequence[SourceFile],
    inputs: Mapping[str, Any],
    *,
    stamp: str,
) -> dict[str, Any]:
    tables = writer.rows(
        "SELECT schema_name AS stage, table_name AS name FROM duckdb_tables() "
        "WHERE schema_name <> 'raw' ORDER BY ALL"
    )
    return {
        "schema": "folkmoot.manifest/1",
        "stamp": stamp,
        "group": workspace.name,
        "is_invented": workspace.config.is_invented,
        "as_of": inputs["as_of"],
        "inputs": inputs,
        "files": len(files),
        "row_counts": {
            f"{t['stage']}.{t['name']}": writer.rows(
                f"SELECT count(*) AS n FROM {quoted(t['stage'])}.{quoted(t['name'])}"  # noqa: S608
            )[0]["n"]
            for t in tables
        },
    }


class _Steps:
    """Times each step and counts its rows, for one line of progress each."""

    def __init__(self, writer: Writer, tell: Tell) -> None:
        self._writer = writer
        self._tell = tell

    @contextmanager
    def step(
        self,
        name: str,
        *,
        out: Sequence[TableSpec],
        into: Sequence[TableSpec] = (),
        rows_in: int | None = None,
    ) -> Iterator[None]:
        """Run a block as one step; `into` and `out` are the tables whose rows count."""
        given = _count(self._writer, into) if rows_in is None else rows_in
        started = time.perf_counter()
        yield
        seconds = time.perf_counter() - started
        made = _count(self._writer, out)
        self._tell(StepDone(name, given, made, seconds))


def _count(writer: Writer, specs: Sequence[TableSpec]) -> int:
    total = 0
    for spec in specs:
        sql = f"SELECT count(*) AS n FROM {writer.name(spec)}"  # noqa: S608
        total += writer.rows(sql)[0]["n"]
    return total
