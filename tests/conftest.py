"""What every test may use: the real files, where there are any, and no silent skips."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

# As `folkmoot` itself does, and before anything loads NumPy: two workers share two cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

NO_REAL_FILES = "FOLKMOOT_TEST_DATA names no folder of real files"


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The folder of real files that FOLKMOOT_TEST_DATA names."""
    folder = os.environ.get("FOLKMOOT_TEST_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip(NO_REAL_FILES)
    return Path(folder)


def pytest_collection_modifyitems(items):
    """The slow ones first: one that starts last keeps a single worker busy alone."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In continuous integration a missing component is a failure, not a skip."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2]) if report.longrepr else ""
        if NO_REAL_FILES not in reason:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} must not be skipped here: {reason}"
    return report


class OneWorkerForSpark(LoadScopeScheduling):
    """Tests go to whichever worker is free, but those on Spark all to one.

    A session takes seconds to start and half a gigabyte; `--dist loadgroup` would say the
    same, but pytest 9.2 no longer shows it the groups of single parameters.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "spark" if "[spark" in nodeid else nodeid


def pytest_xdist_make_scheduler(config, log):
    """Give pytest-xdist the scheduler above, whatever `--dist` says."""
    return OneWorkerForSpark(config, log)
