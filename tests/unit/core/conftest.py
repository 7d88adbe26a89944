"""A PostgreSQL server of one's own, for what must hold there as it does on SQLite."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps each version's programs, off everybody's path."""
ACCOUNT = "postgres"
"""The server will not run as root; Debian's package brings this account."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server that lives as long as the tests and listens to no network."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: `apt-get install postgresql`")
    # A socket's path may have about a hundred characters, fewer than tmp_path has.
    home = Path(tempfile.mkdtemp(prefix="folkmoot-pg-"))
    if os.getuid() == 0:
        shutil.chown(home, ACCOUNT)
    data = home / "data"
    _run([programs / "initdb", "-D", data, "-U", ACCOUNT, "-A", "trust", "--no-sync"])
    options = f"-k {home} -c listen_addresses='' -c fsync=off"
    control = [programs / "pg_ctl", "-D", data, "-w"]
    _run([*control, "-o", options, "-l", home / "log", "start"])
    try:
        socket = home / ".s.PGSQL.5432"
        yield f"postgresql+pg8000://{ACCOUNT}@/{ACCOUNT}?unix_sock={socket}"
    finally:
        _run([*control, "-m", "immediate", "stop"])
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of the newest version's programs."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    versions = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return versions[-1].parent if versions else None


def _run(words: Sequence[str | Path]) -> None:
    """Run a program of the server's, as its account where we are root."""
    as_account = ["runuser", "-u", ACCOUNT, "--"] if os.getuid() == 0 else []
    subprocess.run(
        [*as_account, *map(str, words)],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )
