"""What several tests look at is made once in a run, whichever of its processes comes first."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """A folder of this process's own, with what `make` writes into an empty folder.

    The processes of one run share what is made: the first makes it while the others wait,
    and each gets a copy, so that what one changes no other sees. `name` tells things that
    are made in other ways apart.
    """
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = shared / f"made-once-{name}"
    with (shared / f"made-once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            unfinished = shared / f"making-{name}"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(made)
    copy = factory.mktemp(name) / "copy"
    shutil.copytree(made, copy, symlinks=True)
    return copy
