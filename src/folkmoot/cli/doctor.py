"""The command that says what is wrong with a machine or a workspace before a build does."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from folkmoot.core.exceptions import FolkmootError
from folkmoot.core.terminal import (
    json_option,
    print_json,
    print_table,
    workspace_option,
)

if TYPE_CHECKING:
    from folkmoot.core.workspace import Workspace

_ROOM_NEEDED_BYTES = 2 * 1024**3
"""A build of a million payments and its two predecessors take well under this."""


class Check(NamedTuple):
    """One thing looked at: good, or what to do about it. `optional` ones never fail."""

    name: str
    is_good: bool
    finding: str
    is_optional: bool = False


@click.command()
@workspace_option
@json_option
def doctor(folder: Path, as_json: bool) -> None:
    """Check this machine and the workspace; exit 1 when something needed is wrong."""
    checks = [*machine_checks(), *workspace_checks(folder)]
    if as_json:
        print_json([check._asdict() for check in checks])
    else:
        words = {True: "good", False: "look"}
        print_table(
            ["check", "", "finding"],
            [[c.name, words[c.is_good], c.finding] for c in checks],
        )
    if any(not check.is_good and not check.is_optional for check in checks):
        sys.exit(1)


def machine_checks() -> Iterator[Check]:
    """What this machine has, of what Folkmoot needs and of what it can use."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    yield Check(
        "Python", sys.version_info >= (3, 11), f"{python}; 3.11 or later is needed"
    )
    for name in ("duckdb", "ibis-framework", "sqlglot", "highspy", "starlette"):
        yield Check(name, True, version(name))
    styles = files("folkmoot.web") / "static" / "vendor" / "folkmoot.css"
    yield Check(
        "style sheet",
        styles.is_file(),
        "in the package" if styles.is_file() else "missing: install again with pip",
    )
    java = shutil.which("java")
    spark = importlib.util.find_spec("pyspark") is not None
    yield Check(
        "Spark",
        bool(java) and spark,
        f"Java {'found' if java else 'missing'}, pyspark "
        f"{'found' if spark else 'missing'}; only for groups that outgrow a machine",
        is_optional=True,
    )


def workspace_checks(folder: Path) -> Iterator[Check]:
    """Whether the workspace can be read and written, and its files are as received."""
    from folkmoot.core.workspace import Workspace

    try:
        workspace = Workspace.open(folder)
    except FolkmootError as error:
        yield Check("workspace", False, str(error), is_optional=True)
        return
    writable = os.access(workspace.root, os.W_OK)
    yield Check("workspace", writable, "writable" if writable else "cannot be written")
    free = shutil.disk_usage(workspace.root).free
    yield Check("disk", free > _ROOM_NEEDED_BYTES, f"{free / 1024**3:.1f} GiB free")
    build = workspace.latest()
    yield Check(
        "build",
        build is not None,
        f"{build.stamp} in use" if build else "none yet: run `folkmoot build`",
        is_optional=True,
    )
    yield _files_check(workspace)


def _files_check(workspace: Workspace) -> Check:
    from folkmoot.sources.received.ledger import changed_files

    changed = changed_files(workspace.sources, workspace.ledger)
    return Check(
        "files as received",
        not changed,
        "all" if not changed else f"changed or missing: {', '.join(changed)}",
    )
