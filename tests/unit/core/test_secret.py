"""The secret of a workspace is made once, kept for its owner, and never guessed at."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from folkmoot.core.exceptions import WorkspaceError
from folkmoot.core.secret import SECRET_NAME, workspace_secret


def test_it_is_made_once_and_stays(tmp_path: Path) -> None:
    first = workspace_secret(tmp_path)
    assert len(first) == 32
    assert workspace_secret(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == [SECRET_NAME]


def test_no_two_workspaces_share_one(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert workspace_secret(tmp_path) != workspace_secret(tmp_path / "other")


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    workspace_secret(tmp_path)
    mode = stat.S_IMODE((tmp_path / SECRET_NAME).stat().st_mode)
    assert mode == stat.S_IRUSR | stat.S_IWUSR


@pytest.mark.parametrize("text", ["", "1234", "é" * 64, "g" * 64])
def test_a_damaged_one_is_never_replaced_in_silence(tmp_path: Path, text: str) -> None:
    (tmp_path / SECRET_NAME).write_text(text, "utf-8")
    with pytest.raises(WorkspaceError):
        workspace_secret(tmp_path)
    assert (tmp_path / SECRET_NAME).read_text("utf-8") == text
