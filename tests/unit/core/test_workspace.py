"""A build appears whole or not at all, whatever happens on the way."""

import errno
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from folkmoot.core.exceptions import (
    BuildBusyError,
    BuildFailedError,
    NoBuildError,
    WorkspaceError,
)
from folkmoot.core.schema import table
from folkmoot.core.workspace import Workspace

THINGS = table("fact", "things", "One thing.", ("number", "integer", ""))


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace.create(tmp_path / "w", group_name="Three", members=("X90000001",))


def sealed(workspace: Workspace, stamp: str, number: int) -> None:
    with workspace.drafting(stamp) as draft:
        draft.writer.create([THINGS])
        draft.writer.append_rows(THINGS, [{"number": number}])
        draft.seal({"stamp": draft.stamp, "number": number})
    workspace.prune()


def current_number(workspace: Workspace) -> int:
    reader = workspace.current()
    try:
        return reader.rows("SELECT number FROM fact.things")[0]["number"]
    finally:
        reader.close()


def test_no_build_is_said_so(workspace):
    with pytest.raises(NoBuildError, match="folkmoot build"):
        workspace.current()


def test_a_sealed_build_is_served(workspace):
    sealed(workspace, "20260101T000000Z", 1)
    assert current_number(workspace) == 1
    assert workspace.manifest()["number"] == 1


def test_the_last_three_builds_are_kept_and_rollback_moves_the_pointer(workspace):
    for day in range(1, 6):
        sealed(workspace, f"2026010{day}T000000Z", day)
    assert [b.manifest["number"] for b in workspace.sealed()] == [3, 4, 5]
    workspace.roll_back()
    assert current_number(workspace) == 4
    workspace.roll_back()
    assert current_number(workspace) == 3
    with pytest.raises(NoBuildError):
        workspace.roll_back()


def test_two_builds_in_one_second_get_two_names(workspace):
    sealed(workspace, "20260101T000000Z", 1)
    sealed(workspace, "20260101T000000Z", 2)
    assert len(workspace.sealed()) == 2
    assert current_number(workspace) == 2


def test_an_exception_leaves_the_last_good_build_and_no_rubbish(workspace):
    sealed(workspace, "20260101T000000Z", 1)

    def failing():
        with workspace.drafting("20260102T000000Z") as draft:
            draft.writer.create([THINGS])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert current_number(workspace) == 1
    assert not list(workspace.builds.glob("20260102*"))


def test_a_file_without_its_manifest_does_not_exist(workspace):
    sealed(workspace, "20260101T000000Z", 1)
    sealed(workspace, "20260102T000000Z", 2)
    workspace.manifest_path("20260102T000000Z").write_text('{"torn', "utf-8")
    assert current_number(workspace) == 1


def test_a_torn_pointer_falls_back_to_the_newest_whole_build(workspace):
    sealed(workspace, "20260101T000000Z", 1)
    (workspace.builds / "current").write_bytes(b"\xff\x00")
    assert current_number(workspace) == 1


def test_the_second_builder_says_so_and_stops(workspace):
    with workspace.drafting("20260101T000000Z"):
        again = Workspace.open(workspace.root)
        with pytest.raises(BuildBusyError), again.drafting("20260102T000000Z"):
            pass


def test_a_reader_keeps_its_build_while_the_next_is_sealed(workspace):
    sealed(workspace, "20260101T000000Z", 1)
    reader = workspace.current()
    sealed(workspace, "20260102T000000Z", 2)
    assert reader.rows("SELECT number FROM fact.things")[0]["number"] == 1
    reader.close()
    assert current_number(workspace) == 2


def test_a_full_disk_is_a_sentence(workspace):
    sealed(workspace, "20260101T000000Z", 1)
    with (
        pytest.raises(BuildFailedError, match="last good build still stands"),
        workspace.drafting("20260102T000000Z"),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert current_number(workspace) == 1


# Writes rows until the system refuses: a disk that is full for this process alone.
FULL = """
import resource, sys
from pathlib import Path
from folkmoot.core.exceptions import BuildFailedError
from folkmoot.core.schema import table
from folkmoot.core.workspace import Workspace

resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
things = table("fact", "things", "", ("text", "text", ""))
try:
    with Workspace.open(Path(sys.argv[1])).drafting("20260102T000000Z") as draft:
        draft.writer.create([things])
        draft.writer.connection.execute(
            "INSERT INTO fact.things SELECT uuid()::VARCHAR FROM range(2000000)"
        )
        draft.seal({})
except BuildFailedError as error:
    print(error.what)
    sys.exit(error.exit_code)
"""


def test_a_disk_that_fills_during_a_build_leaves_the_last_good_one(workspace):
    sealed(workspace, "20260101T000000Z", 1)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(workspace.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == BuildFailedError.exit_code, done.stderr
    assert "The build stopped" in done.stdout
    assert current_number(workspace) == 1
    assert not list(workspace.builds.glob("20260102*"))


KILLED = """
import os, signal, sys
from pathlib import Path
from folkmoot.core.schema import table
from folkmoot.core.workspace import Workspace
import folkmoot.core.workspace as module

things = table("fact", "things", "", ("number", "integer", ""))
at = sys.argv[2]

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if at == "before the manifest":
    Workspace.manifest_path = die
if at == "before the pointer":
    Workspace.point_at = die
with Workspace.open(Path(sys.argv[1])).drafting("20260102T000000Z") as draft:
    draft.writer.create([things])
    draft.writer.append_rows(things, [{"number": 2}])
    if at == "while writing":
        die()
    draft.seal({"stamp": draft.stamp, "number": 2})
"""


@pytest.mark.parametrize(
    ("at", "then_serves"),
    [("while writing", 1), ("before the manifest", 1), ("before the pointer", 1)],
)
def test_killed_at_any_step_the_last_good_build_still_serves(
    workspace, at, then_serves
):
    sealed(workspace, "20260101T000000Z", 1)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(workspace.root), at],
        capture_output=True,
        check=False,
    )
    assert done.returncode == -9
    assert current_number(workspace) == then_serves
    sealed(workspace, "20260103T000000Z", 3)
    assert current_number(workspace) == 3
    assert not list(workspace.builds.glob("*.part*"))


def test_a_folder_that_is_no_workspace_is_said_so(tmp_path):
    with pytest.raises(WorkspaceError, match="folkmoot init"):
        Workspace.open(tmp_path)


def test_a_workspace_is_never_made_twice(workspace):
    with pytest.raises(WorkspaceError, match="is a workspace already"):
        Workspace.create(workspace.root, group_name="Other", members=())


def test_a_workspace_that_cannot_be_written_is_said_so(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", "utf-8")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        Workspace.create(Path(blocked / "w"), group_name="Three", members=())
