"""What a back-test takes from a workspace: the build in use, the councils, the settings."""

from __future__ import annotations

from folkmoot.buy.proof.blind_build import Again
from folkmoot.core.exceptions import NoBuildError
from folkmoot.core.questions import question
from folkmoot.core.secret import workspace_secret
from folkmoot.core.store import reading
from folkmoot.core.workspace import Workspace


def again_of(workspace: Workspace, *, all_councils: bool) -> Again:
    """The build in use and whom to search: the group's members, or every council in the files.

    Raises `NoBuildError` where nothing was built yet.
    """
    build = workspace.latest()
    if build is None:
        raise NoBuildError(
            "This workspace has no build yet.", "Run `folkmoot build` first."
        )
    with reading(build.path) as reader:
        rows = reader.rows(
            question("folkmoot.buy", "councils_buying"), [not all_councils]
        )
    members = [row["council_id"] for row in rows]
    return Again(
        build=build.path,
        members=members or workspace.config.members,
        extra_councils=workspace.config.councils,
        settings=workspace.config.desks.get("buy", {}),
        secret=workspace_secret(workspace.root),
    )
