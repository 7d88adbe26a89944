"""The table of contents: every step from file to finding, in order.

Read `build_workspace` from top to bottom and you have read the product.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from folkmoot.ask.desk import DESK as ASK
from folkmoot.buy.desk import DESK as BUY
from folkmoot.core.collecting import seldom_collecting
from folkmoot.core.desk import BuildContext, Desk
from folkmoot.core.exceptions import NoDataError
from folkmoot.core.judgements import Judgement
from folkmoot.core.progress import Steps, Tell
from folkmoot.core.provenance import code_version
from folkmoot.core.secret import workspace_secret
from folkmoot.core.state import State
from folkmoot.core.store import Reader, Writer, reading
from folkmoot.core.workspace import SealedBuild, Workspace
from folkmoot.registers.councils.facts import check_members, known_councils
from folkmoot.registers.judging.questions import TOPICS
from folkmoot.registers.resolving import resolve
from folkmoot.registers.tables import FACTS
from folkmoot.sources.accounting import check_accounting
from folkmoot.sources.carrying import carry_over, papers, unchanged
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.layouts.maps import Layout, read_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import SourceFile, source_files
from folkmoot.sources.received.ledger import read_ledger
from folkmoot.sources.tables import ALIGNED, CLEAN_CONTRACTS, CLEAN_PAYMENTS
from folkmoot.sources.tables import SEALED as SOURCES_SEALED

DESKS: tuple[Desk, ...] = (BUY, ASK)
"""Every desk that is open; the next one is one import and one name."""

CLEANED = (CLEAN_CONTRACTS, CLEAN_PAYMENTS)


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The build that now stands, and whether anything had to be done for it."""

    build: SealedBuild
    is_new: bool
    files_read: int
    files_carried: int


def build_workspace(
    workspace: Workspace, *, as_of: date, started: datetime, tell: Tell
) -> BuildResult:
    """Read what is new, clean it, resolve it, ask every desk, and seal the answers.

    `as_of` hides what was published or dated later. Where files, settings, date and code
    are as in the build in use, that build stands and nothing is done. Raises
    `BuildBusyError`, `BuildFailedError`, `NoDataError`, `ConfigError`.
    """
    stamp = started.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    with seldom_collecting(), workspace.drafting(stamp) as draft:
        writer, steps = draft.writer, Steps(draft.writer, tell)
        _check_settings(workspace)
        layouts = read_layouts(workspace.maps)
        ledger = read_ledger(workspace.ledger)
        files = source_files(workspace.sources, ledger=ledger, spill=draft.spill)
        judgements = standing_judgements(workspace.root)
        inputs = _inputs(workspace, files, layouts, judgements, as_of=as_of)
        before = workspace.latest()
        if before is not None and before.manifest.get("inputs") == inputs:
            return BuildResult(before, False, 0, len(files))
        known = _unchanged(inputs, before)
        fresh = [file for file in files if file.source_id not in known]

        writer.create((*SOURCES_SEALED, *ALIGNED, *FACTS))
        for desk in DESKS:
            writer.create(desk.tables)
        if before is not None and known:
            with steps.step("carry over unchanged files", out=CLEANED):
                carry_over(writer, before=before.path, sources=known)
        with steps.step("read files", out=ALIGNED, rows_in=len(fresh)):
            writer.use_threads(rows=0)
            for file in fresh:
                read_source(writer, file, layouts)
            writer.use_threads(rows=writer.count((*ALIGNED, *CLEANED)))
        with steps.step("clean rows", into=ALIGNED, out=CLEANED):
            clean_sources(writer)
            writer.drop(ALIGNED)
        check_accounting(writer)
        hidden = _rows_hidden(writer, as_of=as_of)
        with (
            steps.step("resolve who and what", into=CLEANED, out=FACTS),
            _reading(before) as previous,
        ):
            resolve(
                writer,
                members=workspace.config.members,
                extra_councils=workspace.config.councils,
                as_of=as_of,
                secret=workspace_secret(workspace.root),
                judgements=judgements,
                previous=previous,
            )
        for desk in DESKS:
            with (
                steps.step(f"desk: {desk.name}", into=FACTS, out=desk.tables),
                _reading(before) as previous,
            ):
                context = _context(workspace, desk, previous, judgements, as_of=as_of)
                desk.build(writer, context)
        manifest = {
            **_manifest(writer, workspace, files, inputs, stamp=draft.stamp),
            "hidden_by_as_of": hidden,
        }
        with steps.step("seal", out=()):
            build = draft.seal(manifest)
    workspace.prune()
    return BuildResult(build, True, len(fresh), len(known))


def standing_judgements(root: Path) -> list[Judgement]:
    """What people decided that a build follows, and nobody took back, oldest first."""
    state = State.open(root)
    own = (topic for desk in DESKS for topic in desk.topics)
    known = {topic.name for topic in (*TOPICS, *own)}
    found = [row for row in state.standing() if row.topic in known]
    state.close()
    return found


def _check_settings(workspace: Workspace) -> None:
    """Stop on a slip in `folkmoot.toml` before minutes are spent on reading."""
    config = workspace.config
    check_members(config.members, known_councils(config.councils))
    for desk in DESKS:
        if desk.check_settings is not None:
            desk.check_settings(config.desks.get(desk.name, {}))


def _inputs(
    workspace: Workspace,
    files: Sequence[SourceFile],
    layouts: Sequence[Layout],
    judgements: Sequence[Judgement],
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
        "judgements": hashlib.sha256(repr(list(judgements)).encode()).hexdigest(),
        "files": papers(files),
        "files_of_desks": {
            desk.name: dict(desk.inputs(workspace.root))
            for desk in DESKS
            if desk.inputs is not None
        },
    }


def _unchanged(inputs: Mapping[str, Any], before: SealedBuild | None) -> frozenset[str]:
    if before is None:
        return frozenset()
    return unchanged(inputs, before.manifest.get("inputs", {}))


_DATED = """
    SELECT count(*) FILTER (day <= ?) AS seen, count(*) FILTER (day > ?) AS hidden
    FROM (
        SELECT coalesce(published_date, awarded_date) AS day FROM clean.contracts
        UNION ALL SELECT payment_date FROM clean.payments
    )
"""


def _rows_hidden(writer: Writer, *, as_of: date) -> int:
    """How many rows are hidden by the date; stop when it lies before all that has one."""
    counts = writer.rows(_DATED, [as_of, as_of])[0]
    if counts["hidden"] and not counts["seen"]:
        raise NoDataError(
            f"Nothing in the sources was published or dated by {as_of:%d %B %Y}.",
            "Choose a later --as-of; `folkmoot status` shows the dates of each file.",
        )
    return int(counts["hidden"])


@contextmanager
def _reading(before: SealedBuild | None) -> Iterator[Reader | None]:
    """A reader of the last build for the length of a block, where there is one."""
    if before is None:
        yield None
        return
    with reading(before.path) as reader:
        yield reader


def _context(
    workspace: Workspace,
    desk: Desk,
    previous: Reader | None,
    judgements: Sequence[Judgement],
    *,
    as_of: date,
) -> BuildContext:
    return BuildContext(
        as_of=as_of,
        group_name=workspace.name,
        settings=workspace.config.desks.get(desk.name, {}),
        previous=previous,
        judgements=judgements,
        workspace=workspace.root,
    )


def _manifest(
    writer: Writer,
    workspace: Workspace,
    files: Sequence[SourceFile],
    inputs: Mapping[str, Any],
    *,
    stamp: str,
) -> dict[str, Any]:
    tables = (
        *SOURCES_SEALED,
        *FACTS,
        *(table for desk in DESKS for table in desk.tables),
    )
    return {
        "schema": "folkmoot.manifest/1",
        "stamp": stamp,
        "group": workspace.name,
        "is_invented": workspace.config.is_invented,
        "as_of": inputs["as_of"],
        "inputs": inputs,
        "files": len(files),
        "row_counts": {spec.qualified: writer.count((spec,)) for spec in tables},
    }
