"""Runs a command as a whole process and says what it cost, by the system's own accounting."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """One run: processor and wall seconds, peak memory in MB, and its exit code.

    Peak memory is the largest single process; start-up is included.
    """

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float
    exit_code: int


def cost(command: Sequence[str], *, env: dict[str, str] | None = None) -> Cost:
    """Run `command` to its end, its output thrown away, and say what it cost."""
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        cpu_seconds=used.ru_utime + used.ru_stime,
        wall_seconds=time.perf_counter() - started,
        peak_mb=used.ru_maxrss / 1024,
        exit_code=process.returncode,
    )


def machine() -> str:
    """One line: what ran this."""
    cores = len(os.sched_getaffinity(0))
    python = platform.python_version()
    page = resource.getpagesize()
    memory = os.sysconf("SC_PHYS_PAGES") * page / 1024**3
    return f"{cores} cores, {memory:.0f} GiB, Python {python}, {sys.platform}"
